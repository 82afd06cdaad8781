//! A statement has one logger, also within a generic function.

trait Named {
    const LOGGER: &'static logkit::Logger;
}

fn log<T: Named>() {
    logkit::info!(logger: T::LOGGER, "packed");
}

fn main() {}
