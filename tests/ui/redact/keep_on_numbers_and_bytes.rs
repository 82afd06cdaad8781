//! `keep_first` and `keep_last` on types that are not text.

#[derive(logkit::Redact)]
struct Card<'a> {
    #[redact(keep_last = 4)]
    number: u64,
    #[redact(keep_first = 1)]
    amount: Option<f64>,
    #[redact(keep_first = 1, keep_last = 1)]
    valid: bool,
    #[redact(keep_last = 4)]
    key: Vec<u8>,
    #[redact(keep_last = 4)]
    salt: [u8; 16],
    #[redact(keep_last = 4)]
    nonce: &'a [u8],
}

fn main() {}
