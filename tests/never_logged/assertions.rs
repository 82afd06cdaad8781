//! Runs an assertion that has to fail, and reads what it says.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, catch_unwind};
use std::sync::Once;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use unicode_segmentation::UnicodeSegmentation as _;

/// Of its pieces none is in any word of the tests.
pub(crate) const CANARY: &str = "qJ7xVw2zKf9pXgQ4";

/// What a panic of `test` says, if it panics.
pub(crate) fn said(test: impl FnOnce()) -> Option<String> {
    let payload = catch_unwind(AssertUnwindSafe(test)).err()?;
    let literal = payload.downcast_ref::<&str>().map(|text| (*text).to_owned());
    Some(literal.or(payload.downcast_ref::<String>().cloned()).expect("a message"))
}

/// The message of a test that has to fail; it says nothing of the secret.
#[track_caller]
pub(crate) fn failure(secret: &str, test: impl FnOnce()) -> String {
    let message = said(test).expect("the secret shows, and nobody sees it");
    is_clean(secret, &message);
    message
}

/// The message of a test that has to fail; it names each of the ways, and each of the forms.
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

/// Where the panic of `test` says that it comes from: a file and a line.
pub(crate) fn place(test: impl FnOnce()) -> Option<(String, u32)> {
    thread_local! {
        static PLACE: Cell<Option<(String, u32)>> = const { Cell::new(None) };
    }
    static HOOK: Once = Once::new();
    // After the assertion's own, which hands on to this one or is handed to.
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
