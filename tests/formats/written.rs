//! Records that a test makes, and the lines that formats make of them.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use logkit::__private::{Declaration, LevelCallsites, declare};
use logkit::handler::Handler;
use logkit::{Format, Level, Logger, Record, Value};

/// The parts of a record that a test chooses.
#[derive(Clone, Debug)]
pub(crate) struct Chosen {
    pub(crate) name: String,
    pub(crate) level: Level,
    pub(crate) message: String,
    pub(crate) module: String,
    pub(crate) file: String,
    pub(crate) line: u32,
    pub(crate) nanos: u64,
}

/// Writes each record with several formats.
#[derive(Clone)]
struct Formats {
    list: Arc<Vec<Format>>,
    nanos: u64,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Handler for Formats {
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        let record = record.with_time(SystemTime::UNIX_EPOCH + Duration::from_nanos(self.nanos));
        let line = |format: &Format| {
            let mut line = Vec::new();
            format.push(&mut line, &record);
            String::from_utf8(line).expect("lines are UTF-8")
        };
        self.lines.lock().unwrap().extend(self.list.iter().map(line));
        Ok(())
    }
}

impl Chosen {
    /// The lines of the record, one for each format.
    pub(crate) fn lines(&self, formats: &[Format]) -> Vec<String> {
        // Loggers of one name share their handlers.
        static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());
        let _guard = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
        let leak = |text: &str| -> &'static str { String::leak(text.to_owned()) };
        let declaration = Declaration::new(leak(&self.name), Some(Level::Trace.into()), false);
        let logger: &'static Logger = Box::leak(Box::new(declare(declaration)));
        let (module, file) = (leak(&self.module), leak(&self.file));
        let callsites = LevelCallsites::new(module, file, self.line, 0, 0, &[""]);
        let handler =
            Formats { list: Arc::new(formats.to_vec()), nanos: self.nanos, lines: Arc::default() };
        logger.set_handlers(vec![Box::new(handler.clone())]);
        let callsites: &'static LevelCallsites = Box::leak(Box::new(callsites));
        callsites.at(self.level).emit(logger, &[Value::Str(&self.message)]);
        logger.clear_handlers();
        std::mem::take(&mut handler.lines.lock().unwrap())
    }
}
