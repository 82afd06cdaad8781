//! The lists of loggers: by name, as a table, and row by row.

use std::io;

use logkit::handler::{Memory, Null, Stream};
use logkit::{Level, LevelFilter, Logger, error, info};

use crate::{AUDIT, GATEWAY, PAY, PAYMENTS, RETRY, at};
use support::alone::alone;

#[test]
fn every_logger_is_known_before_the_first_line() {
    let Some(seen) = alone(|| {
        let names: Vec<&str> = logkit::loggers().map(Logger::name).collect();
        assert_eq!(
            names,
            ["pay", "pay.audit", "pay.gateway", "pay.gateway.http.retry", "payments", "twin"]
        );
        assert!(std::ptr::eq(logkit::logger("pay.gateway").unwrap(), &raw const GATEWAY));
        // A part of a name, and a placeholder, are not loggers.
        for name in
            ["", "pa", "paym", "pay.", "pay.gateway.http", "PAY", "pay.gateway.http.retry.x"]
        {
            assert!(logkit::logger(name).is_none(), "{name}");
        }
        logkit::logger("pay").unwrap().set_level(Level::Debug);
        assert_eq!(RETRY.level(), at(Level::Debug));
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn the_tree_shows_levels_sources_and_handlers() {
    let Some(seen) = alone(|| {
        assert_eq!(
            logkit::logger_tree().to_string(),
            "\
LOGGER                  LEVEL    FROM       PROPAGATE  WRITTEN  DROPPED  HANDLERS
pay                     INFO     default    no               0        0  stderr (none was given)
pay.audit               WARNING  attribute  no               0        0  stderr (none was given)
pay.gateway             INFO     default    no               0        0  stderr (none was given)
pay.gateway.http.retry  INFO     default    no               0        0  stderr (none was given)
payments                INFO     default    yes              0        0  stderr (none was given), the host's subscriber (none is installed)
twin                    DEBUG    attribute  no               0        0  stderr (none was given)

twin has 3 declarations that disagree: level DEBUG and no propagate in levels::twin_elsewhere; level \
WARNING and no propagate in levels::quieter_twin; no level and no propagate in levels::twin. The most verbose level holds, and one that propagates is enough.
"
        );
        PAY.add_handler(Stream::stdout().with_level(Level::Error));
        PAY.add_handler(Memory::new());
        AUDIT.add_handler(Stream::new(io::sink()));
        AUDIT.set_propagate(true);
        AUDIT.set_level(Level::Info);
        PAYMENTS.set_handlers(vec![Box::new(Null)]);
        let _guard = GATEWAY.override_level(LevelFilter::Off);
        for _ in 0..12 {
            info!(logger: PAY, "to the memory only");
        }
        assert_eq!(
            logkit::logger_tree().to_string(),
            "\
LOGGER                  LEVEL  FROM         PROPAGATE  WRITTEN  DROPPED  HANDLERS
pay                     INFO   default      no              12        0  stdout at ERROR, memory
pay.audit               INFO   set_level    yes              0        0  stream, stdout of pay at ERROR, memory of pay
pay.gateway             OFF    override     no               0        0  stdout of pay at ERROR, memory of pay
pay.gateway.http.retry  OFF    pay.gateway  no               0        0  stdout of pay at ERROR, memory of pay
payments                INFO   default      yes              0        0  null, the host's subscriber (none is installed)
twin                    DEBUG  attribute    no               0        0  stderr (none was given)

twin has 3 declarations that disagree: level DEBUG and no propagate in levels::twin_elsewhere; level \
WARNING and no propagate in levels::quieter_twin; no level and no propagate in levels::twin. The most verbose level holds, and one that propagates is enough.
"
        );
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "");
}

#[test]
fn the_tree_can_be_inspected_row_by_row() {
    alone(|| {
        let id = PAY.add_handler(Memory::new().with_level(Level::Error));
        AUDIT.add_handler(Null);
        AUDIT.set_propagate(true);
        let _guard = GATEWAY.override_level(Level::Debug);
        error!(logger: PAY, "counted");
        let tree = logkit::logger_tree();
        let row = |name| tree.rows().find(|row| row.name() == name).unwrap();
        let (audit, retry) = (row("pay.audit"), row("pay.gateway.http.retry"));
        assert_eq!((audit.level(), audit.level_source()), (LevelFilter::WARNING, "attribute"));
        assert_eq!((retry.level(), retry.level_source()), (LevelFilter::DEBUG, "pay.gateway"));
        assert!(audit.propagate() && !retry.propagate());
        assert_eq!(row("pay").stats().written, 1);
        let handlers: Vec<_> = audit
            .handlers()
            .map(|(owner, handler)| (owner, handler.description(), handler.level()))
            .collect();
        let memory = ("pay", "memory", Some(LevelFilter::ERROR));
        assert_eq!(handlers, [("pay.audit", "null", None), memory]);
        let [memory] = &PAY.handlers()[..] else { panic!("there is one") };
        assert_eq!((memory.id(), memory.stats().written), (id, 1));
    });
}
