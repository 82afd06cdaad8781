//! A log file of at most a megabyte with three backups, as in Python:
//! `RotatingFileHandler("app.log", maxBytes=1_000_000, backupCount=3)`. Needs the feature `file`:
//! `cargo run --example rotation --features file`.
//!
//! ```text
//!   708944 shop.log
//!   999991 shop.log.1
//!   999991 shop.log.2
//!   999991 shop.log.3
//! 2026-11-22 07:31:00,123 - shop - INFO - packed order=79999
//! ```

use std::fs;
use std::io::{self, Write as _};

use logkit::handler::File;
use logkit::{Logger, info, module_logger};

#[module_logger("shop")]
static LOGGER: Logger;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::temp_dir().join(format!("logkit-rotation-{}", std::process::id()));
    let path = folder.join("shop.log");
    // New files have mode 0600, and the directory is created if it is missing.
    let file =
        File::builder(&path).with_create_dirs().with_max_bytes(1_000_000).with_backup_count(3);
    LOGGER.set_handlers(vec![Box::new(file.build()?)]);

    for order in 0..80_000 {
        info!(order, "packed");
    }

    let mut out = io::stdout().lock();
    let mut names: Vec<_> = fs::read_dir(&folder)?.collect::<Result<_, _>>()?;
    names.sort_by_key(fs::DirEntry::file_name);
    for entry in names {
        writeln!(out, "{:>8} {}", entry.metadata()?.len(), entry.file_name().to_string_lossy())?;
    }
    let text = fs::read_to_string(&path)?;
    writeln!(out, "{}", text.lines().last().unwrap_or_default())?;
    fs::remove_dir_all(folder)?;
    Ok(())
}
