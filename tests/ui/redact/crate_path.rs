//! `crate` with a wrong value, twice, and in the wrong place.

#[derive(logkit::Redact)]
#[redact(crate = "logkit")]
struct Quoted(#[redact] String);

#[derive(logkit::Redact)]
#[redact(crate)]
struct Bare(#[redact] String);

#[derive(logkit::Redact)]
#[redact(crate = logkit, crate = logkit)]
struct Twice(#[redact] String);

#[derive(logkit::Redact)]
struct OnAField(#[redact(crate = logkit)] String);

fn main() {}
