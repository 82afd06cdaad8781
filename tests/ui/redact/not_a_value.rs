//! Values that the keys do not accept.

#[derive(logkit::Redact)]
struct Card(
    #[redact(text)] String,
    #[redact(text = card)] String,
    #[redact(text = "")] String,
    #[redact(with)] String,
    #[redact(with = "mask")] String,
    #[redact(with = |card, mask| Ok(()))] String,
    #[redact(each = true)] Vec<String>,
    #[redact(show_none(false))] Option<String>,
    #[redact(keep_last = 4, min_hidden = 0)] String,
    #[redact(min_hidden = 8)] String,
    #[redact(text = "card", min_hidden = 8)] String,
);

fn main() {}
