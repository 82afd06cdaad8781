//! The trait of a layout, and how it makes a record's line.

use std::fmt;

use crate::format::Style;
use crate::format::time::TimeFormat;
use crate::format::trace_context::TraceSource;
use crate::record::Record;
use crate::record::metadata::{Location, Metadata};
#[cfg(feature = "scrub")]
use crate::scrub::Syntax;
use crate::util::line::{Block, Line};
use crate::util::site_texts::{SiteTexts, TextsKey};

/// The arrangement of a record's parts in a line.
///
/// The texts that are the same in all lines of a call site are escaped and put together once, at the
/// first record: [`prepare`](Self::prepare) makes them, the call site keeps them, and
/// [`push`](Self::push) puts the values between them.
pub(super) trait Layout: fmt::Debug + Send + Sync {
    /// The number of the layout: that of all layouts with the same texts, and of no other.
    fn id(&self) -> usize;

    /// Makes the texts of a call site, or of a record that has none.
    fn prepare(&self, site: &Site<'_>) -> SiteTexts;

    /// Appends the record's line or lines, each with its `\n`.
    fn push(
        &self,
        line: &mut Line,
        record: &Record<'_>,
        texts: &SiteTexts,
        settings: LineSettings<'_>,
    );

    /// The syntax that a scrubber finds in the lines.
    #[cfg(feature = "scrub")]
    fn syntax(&self) -> Syntax;
}

/// A layout that is known at compile time, or one that was made at run time.
#[derive(Clone, Debug)]
pub(super) enum LayoutRef {
    Static(&'static dyn Layout),
    #[cfg(feature = "formats")]
    Shared(std::sync::Arc<dyn Layout>),
}

impl LayoutRef {
    #[inline]
    pub(super) fn get(&self) -> &dyn Layout {
        match self {
            Self::Static(layout) => *layout,
            #[cfg(feature = "formats")]
            Self::Shared(layout) => &**layout,
        }
    }
}

/// The settings of a format that its layout follows.
#[derive(Clone, Debug)]
pub(super) struct FormatSettings {
    pub(super) time: TimeFormat,
    pub(super) trace: Option<TraceSource>,
}

/// The settings of one line: those of its format, and those of its handler and sink.
#[derive(Clone, Copy)]
pub(super) struct LineSettings<'a> {
    pub(super) format: &'a FormatSettings,
    pub(super) style: Style,
    /// A column of the time is written. The journal has one of its own.
    pub(super) dated: bool,
    /// Masks secrets in a text that the layout is about to shorten.
    #[cfg_attr(
        not(feature = "formats"),
        expect(dead_code, reason = "the feature `formats` uses it")
    )]
    pub(super) scrub: Option<ScrubText<'a>>,
}

/// A function that masks secrets in a text.
pub(crate) type ScrubText<'a> = &'a dyn Fn(&mut Vec<u8>);

/// The constant parts of a record.
pub(super) struct Site<'a> {
    pub(super) name: &'a str,
    pub(super) metadata: &'static Metadata,
    #[cfg_attr(
        not(feature = "formats"),
        expect(dead_code, reason = "the feature `formats` uses it")
    )]
    pub(super) location: Location<'a>,
    pub(super) fields: Vec<&'a str>,
    /// The number of the message's arguments.
    pub(super) arguments: usize,
    pub(super) style: Style,
}

impl Site<'_> {
    /// A literal piece of the message: the first one is in front of the first argument, and each
    /// argument has one after it.
    pub(super) fn piece(&self, index: usize) -> &'static str {
        self.metadata.message().get(index).copied().unwrap_or_default()
    }

    /// Returns the pieces after the arguments, escaped.
    pub(super) fn after_arguments(&self, escape: fn(&mut Vec<u8>, &str)) -> Vec<Vec<u8>> {
        let mut texts = Vec::new();
        for index in 0..self.arguments {
            let mut text = Vec::new();
            escape(&mut text, self.piece(index + 1));
            texts.push(text);
        }
        texts
    }

    /// Returns the texts without others between them.
    pub(super) fn texts(
        &self,
        start: &[u8],
        after_arguments: &[Vec<u8>],
        before_fields: &[Vec<u8>],
    ) -> SiteTexts {
        SiteTexts {
            start: Block::new(start),
            after_arguments: blocks(after_arguments),
            before_fields: blocks(before_fields),
            between: Box::default(),
            repeats_names: repeats(&self.fields),
        }
    }
}

fn blocks(texts: &[Vec<u8>]) -> Box<[Block]> {
    let mut blocks = Vec::with_capacity(texts.len());
    for text in texts {
        blocks.push(Block::new(text));
    }
    blocks.into()
}

/// Returns `true` if two of the names are the same.
pub(super) fn repeats(names: &[&str]) -> bool {
    let mut sorted = Vec::with_capacity(names.len());
    for name in names {
        match sorted.binary_search(name) {
            Ok(_) => return true,
            Err(index) => sorted.insert(index, *name),
        }
    }
    false
}

/// Appends the record's line or lines, with texts that its call site keeps. `id` is the layout's.
#[inline]
pub(super) fn push(
    (layout, id): (&dyn Layout, usize),
    line: &mut Line,
    record: &Record<'_>,
    settings: LineSettings<'_>,
) {
    match record.metadata.caches.texts.first(key(id, record, settings)) {
        Some(texts) if record.dynamic.is_none() => layout.push(line, record, texts, settings),
        _ => push_with(layout, id, line, record, settings),
    }
}

/// The identity of the record's texts.
#[inline]
fn key(id: usize, record: &Record<'_>, settings: LineSettings<'_>) -> TextsKey {
    let style = usize::from(settings.style == Style::Ansi);
    TextsKey { layout: id * 2 + style, name: record.logger, values: record.value_count() }
}

/// Looks further for the texts, or makes them.
#[inline(never)]
fn push_with(
    layout: &dyn Layout,
    id: usize,
    line: &mut Line,
    record: &Record<'_>,
    settings: LineSettings<'_>,
) {
    let key = key(id, record, settings);
    let make = || {
        layout.prepare(&Site {
            name: record.name(),
            metadata: record.metadata,
            location: record.location(),
            fields: record.keys().names().to_vec(),
            arguments: record.arguments().len(),
            style: settings.style,
        })
    };
    let kept =
        if record.dynamic.is_none() { record.metadata.caches.texts.get(key, &make) } else { None };
    match kept {
        Some(texts) => layout.push(line, record, texts, settings),
        None => layout.push(line, record, &make(), settings),
    }
}
