//! A macro of `tracing`.

#[logkit::module_logger("payments")]
mod payments {
    pub fn charge() {
        tracing::info!("charging");
    }
}

fn main() {}
