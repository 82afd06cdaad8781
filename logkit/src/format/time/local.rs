//! The zone of this process: the variable `TZ`, else the system's.

use std::env;
use std::ffi::OsStr;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use crate::format::time::posix_tz::PosixZone;
use crate::format::time::tz_file;
use crate::format::time::zone::LocalZone;
use crate::util::once::TryOnce;

/// The system's zone.
const SYSTEM: &str = "/etc/localtime";
/// The usual folders of the time zone database on Unix; `TZDIR` overrides them.
const DATABASES: [&str; 3] =
    ["/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/zoneinfo"];
/// The longest file that is read, in bytes; those of the database have a few thousand.
const LONGEST: u64 = 1 << 20;

/// The offset from UTC, in seconds east, at a time in seconds since the epoch.
///
/// The zone is read at the first call and stays for the life of the process, as with `localtime_r`,
/// and with CPython unless it calls `time.tzset`. If another thread has begun that first call and
/// has not finished it (in the child of a fork it never will), the zone is read again.
pub(super) fn offset_at(seconds: i64) -> i32 {
    static ZONE: TryOnce<LocalZone> = TryOnce::new();
    match ZONE.get_or_try_init(read) {
        Some(zone) => zone.offset_at(seconds),
        None => read().offset_at(seconds),
    }
}

fn read() -> LocalZone {
    find(env::var_os("TZ").as_deref(), env::var_os("TZDIR").as_deref())
}

/// Finds the zone that `TZ` names in any form that glibc accepts (tzset(3)). Without a text it is
/// UTC; otherwise the name of a file is tried, then a rule. A leading colon is ignored. Any other
/// value is UTC.
fn find(tz: Option<&OsStr>, database: Option<&OsStr>) -> LocalZone {
    let Some(tz) = tz else {
        return read_file(Path::new(SYSTEM)).unwrap_or(LocalZone::UTC);
    };
    let text = tz.as_encoded_bytes();
    let text = text.strip_prefix(b":").unwrap_or(text);
    let name = std::str::from_utf8(text).unwrap_or_default();
    if name.is_empty() {
        return LocalZone::UTC;
    }
    // Joining an absolute name drops the database.
    let read_from = |database: &Path| read_file(&database.join(name));
    let file = match database {
        Some(database) => read_from(Path::new(database)),
        None => DATABASES.iter().find_map(|database| read_from(Path::new(database))),
    };
    if let Some(zone) = file {
        return zone;
    }
    PosixZone::parse(text).map_or(LocalZone::UTC, LocalZone::of_rule)
}

/// Reads a file of the database. Only regular files: a named pipe would block the thread that opens
/// it, and some devices have no end.
fn read_file(path: &Path) -> Option<LocalZone> {
    let file = path.metadata().ok()?;
    if !file.is_file() {
        return None;
    }
    let mut content = vec![0; usize::try_from(file.len().min(LONGEST)).ok()?];
    File::open(path).ok()?.read_exact(&mut content).ok()?;
    tz_file::parse(&content)
}

#[cfg(test)]
mod tests {
    use std::ffi::OsStr;

    use super::find;
    use crate::format::time::zone::LocalZone;

    fn zone(tz: &str) -> LocalZone {
        find(Some(OsStr::new(tz)), None)
    }

    #[test]
    fn values_that_name_no_zone_are_utc() {
        for tz in ["", ":", "Nowhere/Land", "/dev/null", "/dev/zero", "/etc/passwd", "..", "\u{1}"]
        {
            assert_eq!(zone(tz), LocalZone::UTC, "{tz:?}");
        }
    }

    #[test]
    fn a_leading_colon_is_ignored() {
        for tz in ["CET-1CEST", "<+03>-3"] {
            assert_eq!(zone(&format!(":{tz}")), zone(tz));
            assert_ne!(zone(tz), LocalZone::UTC);
        }
    }
}
