//! The standard format is CPython's, byte for byte: 1,330 recorded lines in 19 time zones.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::env;
use std::io;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use logkit::handler::Handler;
use logkit::{Format, Level, Record};
use serde_json::Value as Json;

use support::alone::{child, is_child, succeeded};
use support::logger::RuntimeLogger;

#[test]
fn every_recorded_line_of_cpython() {
    // A process for each zone, because `TZ` belongs to the process.
    each_zone(|| {
        let vectors = vectors().remove(&env::var("TZ").unwrap()).unwrap();
        assert_eq!(vectors.len(), 70);
        let levels: HashMap<&str, Level> =
            Level::ALL.into_iter().map(|level| (level.name(), level)).collect();
        let loggers = loggers(&vectors);
        for vector in &vectors {
            let text = |key: &str| vector[key].as_str().unwrap();
            let (logger, lines) = &loggers[text("name")];
            let nanos = u32::try_from(vector["nanos"].as_u64().unwrap()).unwrap();
            let since_epoch = Duration::new(vector["secs"].as_u64().unwrap(), nanos);
            *lines.time.lock().unwrap() = SystemTime::UNIX_EPOCH + since_epoch;
            logger.log(levels[text("level")], text("message"));
            // CPython's clock is a float: it rounds up a time that is less than 0.12 microseconds
            // below a full second. The exact line has the truncated time, as documented.
            let expected = vector.get("exact").unwrap_or(&vector["line"]).as_str().unwrap();
            let line = std::mem::take(&mut *lines.line.lock().unwrap());
            assert_eq!(line, format!("{expected}\n"), "{vector}");
        }
    });
}

/// Plays the scene once for each zone; the parent counts them.
fn each_zone<F: FnOnce()>(scene: F) {
    if is_child::<F>() {
        return scene();
    }
    let vectors = vectors();
    assert_eq!(vectors.len(), 19);
    assert_eq!(vectors.values().map(Vec::len).sum::<usize>(), 1_330);
    let exact = vectors.values().flatten().filter(|vector| vector.get("exact").is_some());
    assert_eq!(exact.count(), 38);
    for zone in vectors.keys() {
        let seen = succeeded(&child::<F>().env("TZ", zone).output().unwrap());
        assert_eq!(seen.stderr, "", "{zone}");
    }
}

/// The recorded lines by zone.
fn vectors() -> BTreeMap<String, Vec<Json>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/oracle/asctime.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    let mut zones = BTreeMap::<String, Vec<Json>>::new();
    // The first line describes how the file was made.
    for line in text.lines().skip(1) {
        let vector: Json = serde_json::from_str(line).unwrap();
        zones.entry(vector["tz"].as_str().unwrap().to_owned()).or_default().push(vector);
    }
    zones
}

/// A logger for each name, with its handler.
fn loggers(vectors: &[Json]) -> HashMap<String, (RuntimeLogger, Timed)> {
    let names: BTreeSet<&str> =
        vectors.iter().map(|vector| vector["name"].as_str().unwrap()).collect();
    let logger = |name: &str| {
        let logger = RuntimeLogger::new(name, Some(Level::Trace.into()), false);
        let timed = Timed::default();
        logger.logger.add_handler(timed.clone());
        (name.to_owned(), (logger, timed))
    };
    names.into_iter().map(logger).collect()
}

/// Keeps the last line, formatted with `time` as its time.
#[derive(Clone)]
struct Timed {
    time: Arc<Mutex<SystemTime>>,
    line: Arc<Mutex<String>>,
}

impl Default for Timed {
    fn default() -> Self {
        Self { time: Arc::new(Mutex::new(SystemTime::UNIX_EPOCH)), line: Arc::default() }
    }
}

impl Handler for Timed {
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        let mut line = Vec::new();
        Format::standard().push(&mut line, &record.with_time(*self.time.lock().unwrap()));
        *self.line.lock().unwrap() = String::from_utf8(line).map_err(io::Error::other)?;
        Ok(())
    }
}
