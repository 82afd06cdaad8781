//! The layout of a template, in Python's `%` or `{` style.

mod attribute;
mod brace;
mod error;
mod parse;
mod percent;
mod scan;
mod spec;

use self::attribute::{Attribute, Piece};
pub use self::error::TemplateError;
use self::spec::Spec;
use crate::format::custom::layout_id;
use crate::format::layout::{Layout, LineSettings, Site};
use crate::format::style::Palette;
use crate::format::trace_context::{TraceContext, TraceSource};
use crate::format::{escape, standard};
use crate::record::{Record, Value};
#[cfg(feature = "scrub")]
use crate::scrub::Syntax;
use crate::util::buffer;
use crate::util::line::{Block, Line, with_line};
use crate::util::site_texts::SiteTexts;

/// A parsed template.
#[derive(Debug)]
pub(super) struct Template {
    pieces: Vec<Piece>,
    id: usize,
}

impl Template {
    /// Parses a template.
    ///
    /// # Errors
    ///
    /// Those of [`Format::template`](crate::Format::template).
    pub(super) fn new(template: &str) -> Result<Self, TemplateError> {
        parse::parse(template).map(Self::of)
    }

    /// `{asctime} {levelname:<8} {name}: {message}`
    pub(super) fn pretty() -> Self {
        let attribute =
            |attribute, width| Piece::Attribute(attribute, Spec { width, ..Spec::default() });
        Self::of(vec![
            attribute(Attribute::Asctime, 0),
            Piece::Literal(" ".into()),
            attribute(Attribute::LevelName, 8),
            Piece::Literal(" ".into()),
            attribute(Attribute::Name, 0),
            Piece::Literal(": ".into()),
            attribute(Attribute::Message, 0),
        ])
    }

    fn of(pieces: Vec<Piece>) -> Self {
        let id = layout_id::of(&format!("template {pieces:?}"));
        Self { pieces, id }
    }

    fn places(&self, attribute: Attribute) -> bool {
        let is = |piece: &Piece| matches!(piece, Piece::Attribute(other, _) if *other == attribute);
        self.pieces.iter().any(is)
    }

    /// The attributes that differ between the lines of one call site.
    fn dynamic(&self) -> impl Iterator<Item = (Attribute, &Spec)> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Attribute(attribute, spec) if !attribute.is_constant(spec) => {
                Some((*attribute, spec))
            }
            _ => None,
        })
    }
}

impl Layout for Template {
    fn id(&self) -> usize {
        self.id
    }

    /// The message, ` order_id=`, and between the attributes that differ from line to line the text
    /// that does not.
    fn prepare(&self, site: &Site<'_>) -> SiteTexts {
        let palette = site.style.palette();
        let mut start = Vec::new();
        escape::push(&mut start, site.piece(0));
        let after_arguments = site.after_arguments(escape::push);
        let mut texts = site.texts(&start, &after_arguments, &standard::key_texts(site));
        let mut between = vec![Vec::new()];
        for piece in &self.pieces {
            let Some(text) = between.last_mut() else { continue };
            match piece {
                Piece::Literal(literal) => text.extend_from_slice(literal.as_bytes()),
                Piece::Attribute(attribute, spec) => {
                    let color = color(*attribute, site, palette);
                    let plain = if color.is_empty() { "" } else { palette.plain };
                    text.extend_from_slice(color.as_bytes());
                    if attribute.is_constant(spec) {
                        attribute.push_constant(text, site, spec);
                        text.extend_from_slice(plain.as_bytes());
                    } else {
                        between.push(plain.into());
                    }
                }
            }
        }
        texts.between = between.iter().map(|text| Block::new(text)).collect();
        texts
    }

    fn push(
        &self,
        line: &mut Line,
        record: &Record<'_>,
        texts: &SiteTexts,
        settings: LineSettings<'_>,
    ) {
        // Both identifiers must be of one trace.
        let trace = settings.format.trace.as_ref().and_then(TraceSource::find);
        let mut between = texts.between.iter();
        for ((attribute, spec), text) in self.dynamic().zip(between.by_ref()) {
            line.push_block(text);
            let context = TemplateContext { record, texts, settings, trace };
            context.push(line, attribute, spec);
            if attribute == Attribute::Message {
                self.push_rest(line, context);
            }
        }
        if let Some(last) = between.next() {
            line.push_block(last);
        }
        line.push(b'\n');
        if let Some(error) = record.error {
            line.with_vec(|out| {
                standard::push_sources(out, record, error, settings.style.palette());
            });
        }
    }

    #[cfg(feature = "scrub")]
    fn syntax(&self) -> Syntax {
        Syntax::Text
    }
}

impl Template {
    /// The parts of the record that follow the message, without those that the template places.
    fn push_rest(&self, line: &mut Line, context: TemplateContext<'_>) {
        let TemplateContext { record, texts, settings, trace } = context;
        let palette = settings.style.palette();
        let start = line.length();
        if !self.places(Attribute::Fields) {
            standard::push_all_fields(line, record, texts);
        }
        if let Some(error) = record.error.filter(|_| !self.places(Attribute::Error)) {
            line.with_vec(|out| standard::push_error(out, error, palette));
        }
        if record.spans.is_some_and(|spans| !spans.is_empty()) && !self.places(Attribute::Span) {
            line.with_vec(|out| {
                standard::push_key(out, "span", palette);
                standard::push_spans(out, record);
            });
        }
        if let Some(trace) = trace {
            line.with_vec(|out| {
                if !self.places(Attribute::TraceId) {
                    standard::push_trace_id(out, trace, palette);
                }
                if !self.places(Attribute::SpanId) {
                    standard::push_span_id(out, trace, palette);
                }
            });
        }
        if record.message().is_empty() && start < line.length() {
            // The first field takes the place of the message.
            line.with_vec(|out| out.remove(start));
        }
    }
}

/// The record and the settings that an attribute is written with.
#[derive(Clone, Copy)]
struct TemplateContext<'a> {
    record: &'a Record<'a>,
    texts: &'a SiteTexts,
    settings: LineSettings<'a>,
    trace: Option<TraceContext>,
}

impl TemplateContext<'_> {
    /// Appends the attribute, at its width.
    fn push(self, line: &mut Line, attribute: Attribute, spec: &Spec) {
        if spec.is_plain() {
            return self.push_plain(line, attribute, spec);
        }
        let start = line.length();
        if spec.precision().is_some() && attribute.is_text() {
            line.with_vec(|out| self.push_raw(out, attribute));
            self.shorten(line, start, spec);
        } else {
            self.push_plain(line, attribute, spec);
        }
        if attribute.is_text() {
            line.with_vec(|out| spec.pad(out, start, start));
        }
    }

    /// Appends the attribute; numbers with their width, text without.
    fn push_plain(self, line: &mut Line, attribute: Attribute, spec: &Spec) {
        let Self { record, texts, settings, trace } = self;
        match attribute {
            Attribute::Message => {
                line.push_block(&texts.start);
                for (value, text) in record.arguments().iter().zip(&texts.after_arguments) {
                    standard::push_argument(line, value);
                    line.push_block(text);
                }
            }
            Attribute::Asctime => {
                if let Some(time) = record.time() {
                    settings.format.time.push(line, time);
                }
            }
            Attribute::Fields => {
                let start = line.length();
                standard::push_all_fields(line, record, texts);
                if start < line.length() {
                    line.with_vec(|out| out.remove(start));
                }
            }
            Attribute::Span => line.with_vec(|out| standard::push_spans(out, record)),
            _ => line.with_vec(|out| attribute.push_dynamic(out, record, trace, spec)),
        }
    }

    /// Appends the text before escaping, so that no escape is cut. Fields and spans are escaped
    /// already, because their quotes depend on it.
    fn push_raw(self, out: &mut Vec<u8>, attribute: Attribute) {
        match attribute {
            Attribute::Message => self.record.message().push_raw(out),
            Attribute::Name => out.extend_from_slice(self.record.name().as_bytes()),
            Attribute::Error => {
                if let Some(error) = self.record.error {
                    Value::Display(&error).push_raw(out);
                }
            }
            _ => with_line(|line| {
                self.push_plain(line, attribute, &Spec::default());
                out.extend_from_slice(line.bytes());
            }),
        }
    }

    /// Cuts the text after `start` to the precision. Secrets are masked before, because a part of one
    /// might not be recognized.
    fn shorten(self, line: &mut Line, start: usize, spec: &Spec) {
        line.with_vec(|out| {
            buffer::with_scratch(|scratch| {
                scratch.extend_from_slice(out.get(start..).unwrap_or_default());
                out.truncate(start);
                if let Some(scrub) = self.settings.scrub {
                    scrub(scratch);
                }
                escape::push(out, spec.shortened(&String::from_utf8_lossy(scratch)));
            });
        });
    }
}

/// The color of an attribute; empty for most.
fn color<'a>(attribute: Attribute, site: &Site<'_>, palette: &'a Palette) -> &'a str {
    match attribute {
        Attribute::Asctime => palette.dim,
        Attribute::Name => palette.name,
        Attribute::LevelName | Attribute::LevelNo => palette.level(site.metadata.level),
        _ => "",
    }
}
