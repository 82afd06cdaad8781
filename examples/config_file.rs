//! Levels, handlers and formats from a TOML file, `examples/data/logging.toml`: masks are added, the file
//! changes while the program runs, and a file with mistakes changes nothing. Needs the feature `config`:
//! `cargo run --example config_file --features config`.
//!
//! ```text
//! 2026-11-22 07:31:00,123 INFO     shop.orders: packed order=1 customer_name=[redacted]
//! 2026-11-22 07:31:00,150 INFO     shop.orders: packed order=2 customer_name=[redacted]
//! 2026-11-22 07:31:00,150 DEBUG    shop.orders: weighed grams=740
//! 3:9: handlers.terminal.level: unknown level `verbose`; expected one of trace, debug, info, warn, warning, error, critical, off
//! 5:1: handlers.terminal.colour: unknown key; did you mean `colors`?
//! ```

use std::error::Error;
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;
use std::thread;
use std::time::Duration;

use logkit::{Config, LevelFilter, Logger, debug, info, module_logger};

#[module_logger("shop.orders")]
static LOGGER: Logger;

fn main() -> Result<(), Box<dyn Error>> {
    let original = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/logging.toml");
    let text = fs::read_to_string(original)?;
    let path = std::env::temp_dir().join(format!("logkit-config-{}.toml", std::process::id()));
    fs::write(&path, &text)?;

    // A program looks once a second: `Config::from_path(path)?.watch()?`.
    let watch = Config::from_path(&path)?.watch_every(Duration::from_millis(10))?;
    pack(1);

    // An operator edits the file.
    fs::write(&path, text.replace("\"info\"", "\"debug\""))?;
    while LOGGER.level() != LevelFilter::DEBUG {
        thread::sleep(Duration::from_millis(10));
    }
    pack(2);

    watch.stop();
    fs::remove_file(path)?;

    // All mistakes are named at once.
    let wrong = "[handlers.terminal]\ntype = 'stderr'\nlevel = 'verbose'\n\ncolour = 'never'\n";
    if let Err(error) = Config::from_toml(wrong) {
        writeln!(io::stdout(), "{error}")?;
    }
    Ok(())
}

fn pack(order: u32) {
    info!(order, customer_name = "Ada", "packed");
    debug!(grams = 740, "weighed");
}
