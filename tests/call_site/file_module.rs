//! A file declares its logger itself; files below it share it.

use logkit::{Logger, enabled, exception, info, module_logger};

use support::lines::lines;

mod child;

#[module_logger("call_site.file", level = "warn")]
pub(crate) static LOGGER: Logger;

#[module_logger("call_site.file.audit")]
static AUDIT: Logger;

fn log() {
    info!("never");
    assert!(!enabled!(logkit::Level::Info));
    assert!(enabled!(logger: AUDIT, logkit::Level::Warning));
    exception!(std::fmt::Error, "file");
    logkit::warn!("by path");
    child::log();
}

#[test]
fn a_file_and_its_children_share_a_logger() {
    assert_eq!(
        lines(&LOGGER, log),
        [
            "ERROR - file error=\"an error occurred when formatting an argument\"",
            "WARNING - by path",
            "WARNING - child",
            "WARNING - grandchild",
        ]
    );
}

/// A logger may be declared in a function, too.
#[test]
fn a_function_may_have_a_logger() {
    #[module_logger("call_site.function")]
    static LOGGER: Logger;
    assert_eq!(lines(&LOGGER, || info!("function")), ["INFO - function"]);
}
