//! Secrets to test with.

/// Secrets of which no piece of four characters turns up by chance, each hard to print in a way of
/// its own: plain, with quotes and backslashes, control characters, what a URL escapes, emoji,
/// combining marks, right-to-left text.
///
/// ```
/// use logkit::masked;
/// use logkit::testing::{assert_never_logged, canaries};
///
/// for secret in canaries() {
///     assert_never_logged(secret, || masked(secret));
/// }
/// ```
pub fn canaries() -> impl Iterator<Item = &'static str> {
    CANARIES.into_iter()
}

const CANARIES: [&str; 7] = [
    "qJ7xVw2zKf9pXgQ4",
    r#"xQ"7\vZ'k2"\Wj'9qX"#,
    "zV\n3qJ\t8Xw\u{1b}5Kf\u{7f}Gx\r2",
    "wX 7%qZ+4/vK&9=jQ?3#Gx",
    "🦑q🧿x👩‍🚒7🫎v🇦🇶z🥷🏽",
    "x\u{301}q\u{308}7\u{327}Z\u{30a}w\u{303}V\u{304}9\u{32d}k\u{307}",
    "זךץ7ףצqםטxגצ9",
];
