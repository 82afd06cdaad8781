//! Values that are not numbers of characters.

const FOUR: usize = 4;

#[derive(logkit::Redact)]
struct Card(
    #[redact(keep_first)] String,
    #[redact(keep_first = )] String,
    #[redact(keep_first = "4")] String,
    #[redact(keep_first = -4)] String,
    #[redact(keep_first = 4.0)] String,
    #[redact(keep_first = 4u8)] String,
    #[redact(keep_first = FOUR)] String,
    #[redact(keep_first(4))] String,
    #[redact(keep_first 4)] String,
    #[redact(keep_first = 99999999999999999999999)] String,
);

fn main() {}
