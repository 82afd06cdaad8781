//! A module without a logger, next to one that has one.

#[logkit::module_logger("payments")]
mod payments {}

mod gateway {
    pub fn open() {
        logkit::info!("opening");
    }
}

fn main() {
    gateway::open();
}
