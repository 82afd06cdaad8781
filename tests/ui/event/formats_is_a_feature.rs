//! Functions of a feature that is off, which rustc does not know; the error names the feature.

use logkit::Format;
use logkit::handler::Stream;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let text = Format::template("%(message)s")?.with_datefmt("%H:%M:%S")?;
    let _ = Stream::stderr().with_format(text);
    let _ = Stream::stderr().with_format(Format::pretty());
    let _ = Stream::stderr().with_scrubber(());
    Ok(())
}

mod imported {
    use logkit::handler::Queued;
}
