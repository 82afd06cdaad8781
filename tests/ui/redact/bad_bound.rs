//! `bound` takes the predicates of a `where` clause, for a generic type.

#[derive(logkit::Redact)]
#[redact(bound)]
struct NoValue<T>(#[redact] T);

#[derive(logkit::Redact)]
#[redact(bound = T: Copy)]
struct NotQuoted<T>(#[redact] T);

#[derive(logkit::Redact)]
#[redact(bound = "where T: Copy")]
struct WithWhere<T>(#[redact] T);

#[derive(logkit::Redact)]
#[redact(bound = "T")]
struct NoPredicate<T>(#[redact] T);

#[derive(logkit::Redact)]
#[redact(bound = "T: (")]
struct NoTokens<T>(#[redact] T);

#[derive(logkit::Redact)]
#[redact(bound = "")]
struct NotGeneric<'a, const N: usize>(#[redact] &'a [u8; N]);

#[derive(logkit::Redact)]
#[redact(bound = "", bound = "T: Copy")]
struct Twice<T>(#[redact] T);

#[derive(logkit::Redact)]
struct OnAField<T>(#[redact(bound = "T: Copy")] T);

fn main() {}
