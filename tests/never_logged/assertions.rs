//! Runs an assertion that is expected to fail, and checks its message.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use unicode_segmentation::UnicodeSegmentation as _;

/// A secret that has no piece in common with the tests' words.
pub(crate) const CANARY: &str = "qJ7xVw2zKf9pXgQ4";

/// Returns the message with which `test` panics, if it does.
pub(crate) fn said(test: impl FnOnce()) -> Option<String> {
    let payload = catch_unwind(AssertUnwindSafe(test)).err()?;
    let literal = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    Some(literal.or(payload.downcast_ref::<String>().cloned()).expect("a message"))
}

/// Returns the message of a test that must fail, after a check that it quotes no secret.
#[track_caller]
pub(crate) fn failure(secret: &str, test: impl FnOnce()) -> String {
    let message = said(test).expect("the test must fail, because the secret shows");
    is_clean(secret, &message);
    message
}

/// Checks that a test fails and that its message contains each of the texts.
#[track_caller]
pub(crate) fn fails(secret: &str, wanted: &[&str], test: impl FnOnce()) {
    let message = failure(secret, test);
    for wanted in wanted {
        assert!(message.contains(wanted), "`{wanted}` is not in:\n{message}");
    }
}

#[track_caller]
pub(crate) fn is_clean(secret: &str, message: &str) {
    let graphemes: Vec<&str> = secret.graphemes(true).collect();
    for piece in graphemes.windows(graphemes.len().min(4)).map(<[&str]>::concat) {
        assert!(!message.contains(&piece), "{piece:?} of {secret:?} is in:\n{message}");
        assert!(
            !message.contains(&hex(&piece)),
            "{piece:?} of {secret:?} in hex is in:\n{message}"
        );
    }
    assert!(!message.contains(&STANDARD_NO_PAD.encode(secret)), "{secret:?} is in:\n{message}");
}

pub(crate) fn hex(text: &str) -> String {
    text.bytes().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

/// Returns the file and line from which `test` panics.
pub(crate) fn place(test: impl FnOnce()) -> Option<(String, u32)> {
    thread_local! {
        static PLACE: Cell<Option<(String, u32)>> = const { Cell::new(None) };
    }
    static HOOK: Once = Once::new();
    // The order of this hook and the assertion's own does not matter.
    HOOK.call_once(|| {
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            PLACE.set(info.location().map(|place| (place.file().to_owned(), place.line())));
            before(info);
        }));
    });
    said(test)?;
    PLACE.take()
}
