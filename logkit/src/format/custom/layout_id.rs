//! The numbers of layouts that are made at run time, under which call sites keep their texts.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

use crate::util::intern::Interner;
use crate::util::site_texts::NOT_KEPT;

/// The first number that is not the constant of a layout.
const FIRST: usize = 16;
/// The maximum number of different layouts. Numbers are never given back, so a program that makes up
/// layouts without end must not use memory without end; the texts of further ones are made again for
/// each line.
const MOST: usize = 1_024;

struct Numbered {
    identity: Box<str>,
    id: usize,
}

/// Returns the number of the layout that `identity` describes: equal layouts, as a reloaded
/// configuration makes them, have one number.
pub(super) fn of(identity: &str) -> usize {
    static LAYOUTS: Interner<Numbered> = Interner::new();
    static NEXT: AtomicUsize = AtomicUsize::new(FIRST);
    let mut hasher = DefaultHasher::new();
    identity.hash(&mut hasher);
    let hash = usize::try_from(hasher.finish() >> 33).unwrap_or_default();
    let make = || -> &'static Numbered {
        let id = NEXT.fetch_add(1, Relaxed);
        Box::leak(Box::new(Numbered { identity: identity.into(), id }))
    };
    let known =
        LAYOUTS.find_or_add_within(MOST, hash, &|layout| *layout.identity == *identity, &make);
    known.map_or(NOT_KEPT, |layout| layout.id)
}

#[cfg(test)]
mod tests {
    use super::of;

    #[test]
    fn equal_layouts_have_one_number() {
        let (one, two) = (of("one"), of("two"));
        assert_ne!(one, two);
        assert_eq!((of("one"), of("two")), (one, two));
    }
}
