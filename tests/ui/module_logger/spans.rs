//! Errors about the statements of an annotated module are at the statements, not at the attribute.

#[logkit::module_logger("payments")]
mod payments {
    pub fn charge() {
        info!();
        event!();
        exception!();
        let _ = enabled!();
        info!("charging {}", 1, 2);
    }
}

fn main() {}
