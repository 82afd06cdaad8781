//! Where in a text names stand that the program has added to the list.

use std::ops::ControlFlow;
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use arc_swap::ArcSwapOption;

pub(super) use crate::redact::names::have_changed;
use crate::redact::names::{generation, last_words};

/// The search for the names that the program has added: the built-in ones are needles.
static ADDED: ArcSwapOption<Added> = ArcSwapOption::const_empty();

struct Added {
    /// What [`generation`] was.
    generation: u64,
    /// For the last words of the names; `None` where there are no names.
    search: Option<AhoCorasick>,
}

impl Added {
    fn new() -> Self {
        let (words, generation) = last_words();
        // It fails only for more words than memory holds.
        let search = AhoCorasick::builder().ascii_case_insensitive(true).build(&words);
        Self { generation, search: search.ok().filter(|_| !words.is_empty()) }
    }
}

/// Every place where the name of a value may be one that the program has added, in order.
#[cold]
pub(super) fn each_added(
    text: &[u8],
    mut visit: impl FnMut(usize) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let mut added = ADDED.load_full();
    if added.as_ref().map(|added| added.generation) != Some(generation()) {
        added = Some(Arc::new(Added::new()));
        ADDED.store(added.clone());
    }
    let search = added.as_ref().and_then(|added| added.search.as_ref());
    search.map_or(ControlFlow::Continue(()), |search| {
        search.find_iter(text).try_for_each(|hit| visit(hit.start()))
    })
}
