//! Deliberate panics: returns the hook's message and keeps it off stderr.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Once;

thread_local! {
    static SAID: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Runs `code`, which catches its panics; on this thread they are not printed.
#[allow(clippy::print_stderr, reason = "replaces the panic hook")]
pub(crate) fn panics_of(code: impl FnOnce()) -> Vec<String> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let heard = SAID.with_borrow_mut(|said| {
                said.as_mut().map(|said| said.push(info.to_string())).is_some()
            });
            if !heard {
                previous(info);
            }
        }));
    });
    let before = SAID.replace(Some(Vec::new()));
    let end = catch_unwind(AssertUnwindSafe(code));
    let said = SAID.replace(before).unwrap_or_default();
    if let Err(payload) = end {
        eprintln!("{}", said.last().map_or("", String::as_str));
        resume_unwind(payload);
    }
    said
}
