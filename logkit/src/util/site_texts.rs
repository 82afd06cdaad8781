//! The texts that a layout prepares once per call site, and the slot where the call site keeps them.

use crate::util::line::Block;
use crate::util::once::TryOnce;

/// The constant texts of a call site's lines, as one layout writes them.
///
/// A line is the start, then each argument of the message followed by its text, then each field with
/// its text before it.
#[derive(Debug)]
pub(crate) struct SiteTexts {
    /// The text up to the message's first argument: longer than the others, because the logger's name
    /// and the level are in it.
    pub(crate) start: Block<64>,
    /// The texts after the arguments, one for each.
    pub(crate) after_arguments: Box<[Block]>,
    /// The texts before the fields' values, one for each.
    pub(crate) before_fields: Box<[Block]>,
    /// Other texts that the layout needs, in its own order.
    #[cfg_attr(
        not(feature = "formats"),
        expect(dead_code, reason = "the feature `formats` uses it")
    )]
    pub(crate) between: Box<[Block]>,
    /// Two fields have the same name.
    pub(crate) repeats_names: bool,
}

/// The identity of prepared texts: the layout with its style, and the logger's name, which is part of
/// the texts.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TextsKey {
    pub(crate) layout: usize,
    pub(crate) name: &'static str,
    /// The number of the record's values.
    pub(crate) values: usize,
}

/// A call site's slot for texts, one list entry per layout. It never blocks, see [`TryOnce`].
#[derive(Debug)]
pub(crate) struct SiteCache(TryOnce<Box<CachedTexts>>);

#[derive(Debug)]
struct CachedTexts {
    key: TextsKey,
    texts: SiteTexts,
    next: SiteCache,
}

/// The maximum number of layouts whose texts a call site keeps. To search more would take longer
/// than to make the texts.
const MOST_LAYOUTS: usize = 8;

/// The number of layouts whose texts are not kept.
pub(crate) const NOT_KEPT: usize = usize::MAX / 2;

impl SiteCache {
    pub(crate) const fn new() -> Self {
        Self(TryOnce::new())
    }

    /// Returns the texts for `key` if they are the first ones, as those of most call sites are.
    #[inline]
    pub(crate) fn first(&self, key: TextsKey) -> Option<&SiteTexts> {
        self.0.get().filter(|entry| entry.key.is(key)).map(|entry| &entry.texts)
    }

    /// Returns the texts for `key`, which `make` makes if they are new. `None` means that they cannot
    /// be kept: the cache is full, another thread is adding to it, or the layout has no number.
    pub(crate) fn get(&self, key: TextsKey, make: &dyn Fn() -> SiteTexts) -> Option<&SiteTexts> {
        if key.layout >= NOT_KEPT {
            return None;
        }
        let mut cache = self;
        for _ in 0..MOST_LAYOUTS {
            let add = || Box::new(CachedTexts { key, texts: make(), next: Self::new() });
            let entry = cache.0.get_or_try_init(add)?;
            if entry.key.is(key) {
                return Some(&entry.texts);
            }
            cache = &entry.next;
        }
        None
    }
}

impl TextsKey {
    #[inline]
    fn is(self, other: Self) -> bool {
        self.layout == other.layout
            && std::ptr::eq(self.name, other.name)
            && self.values == other.values
    }
}

#[cfg(test)]
mod tests {
    use super::{Block, MOST_LAYOUTS, SiteCache, SiteTexts, TextsKey};

    fn texts(start: &str) -> SiteTexts {
        let start = Block::new(start.as_bytes());
        SiteTexts {
            start,
            after_arguments: Box::default(),
            before_fields: Box::default(),
            between: Box::default(),
            repeats_names: false,
        }
    }

    fn start_of(texts: &SiteTexts) -> String {
        String::from_utf8(texts.start.bytes().collect()).unwrap()
    }

    #[test]
    fn each_layout_finds_its_own_texts_until_the_cache_is_full() {
        let cache = SiteCache::new();
        for round in 0..2 {
            for layout in 0..MOST_LAYOUTS {
                let key = TextsKey { layout, name: "net", values: 1 };
                let make = || {
                    assert_eq!(round, 0, "made again");
                    texts(&format!("layout {layout}"))
                };
                let found = cache.get(key, &make).map(start_of);
                assert_eq!(found, Some(format!("layout {layout}")));
            }
        }
        let key = TextsKey { layout: MOST_LAYOUTS, name: "net", values: 1 };
        assert!(cache.get(key, &|| texts("one too many")).is_none());
    }

    #[test]
    fn another_name_or_number_of_values_is_another_text() {
        let cache = SiteCache::new();
        let keys = [("net", 1), ("shop", 1), ("net", 2)];
        for (name, values) in keys.into_iter().chain(keys) {
            let key = TextsKey { layout: 0, name, values };
            let found = cache.get(key, &|| texts(&format!("{name} {values}"))).map(start_of);
            assert_eq!(found, Some(format!("{name} {values}")));
        }
    }
}
