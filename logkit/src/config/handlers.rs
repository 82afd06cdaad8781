//! Handlers from their tables: checked and complete, but not opened yet.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use crate::config::error::{Mistake, Place};
use crate::config::formats::{self, format};
use crate::config::keys::LOG_FILE;
use crate::config::read::unknown;
use crate::config::section::Section;
use crate::format::Format;
use crate::handler::{Color, File, OnFull};
use crate::level::LevelFilter;
#[cfg(feature = "scrub")]
use crate::scrub::Scrubber;
use crate::sink::{FileBuilder, FileError, Rotation};

/// A handler to be made.
#[derive(Clone, Debug)]
pub(super) struct HandlerPlan {
    pub(super) name: String,
    pub(super) at: Place,
    pub(super) kind: HandlerKind,
    pub(super) output: Output,
    pub(super) recipe: Recipe,
}

#[derive(Clone, Debug)]
pub(super) enum HandlerKind {
    Stderr,
    Stdout,
    Null,
    File {
        builder: Box<FileBuilder>,
        /// The settings of the log file itself.
        file: Section,
    },
    Queued {
        /// The index of the handler behind the queue, which comes before the queue.
        over: usize,
        capacity: Option<usize>,
        on_full: OnFull,
        deadline: Option<Duration>,
    },
}

/// The settings of a handler's lines.
#[derive(Clone, Debug, Default)]
pub(super) struct Output {
    pub(super) level: Option<LevelFilter>,
    pub(super) format: Format,
    pub(super) color: Color,
    #[cfg(feature = "scrub")]
    pub(super) scrubber: Option<Scrubber>,
}

/// Everything that a handler is made from: two handlers with equal recipes are the same.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Recipe {
    handler: Section,
    format: Section,
    scrub: Section,
    over: Option<Box<Recipe>>,
}

/// The most queues before a handler: each is a thread, and a step of
/// recursion.
const MAX_QUEUES: usize = 8;

/// The handlers that need no table.
const PLAIN: [&str; 3] = ["stderr", "stdout", "null"];

/// Makes handlers by name, each once.
pub(super) struct Handlers<'s> {
    tables: Tables<'s>,
    formats: Tables<'s>,
    scrub: Section,
    #[cfg(feature = "scrub")]
    scrubber: Scrubber,
    pub(super) plans: Vec<HandlerPlan>,
    /// The queues that are being made, outermost first.
    open: Vec<String>,
    /// The indices of the plans by their names; `None` after mistakes, which have been noted.
    made: HashMap<String, Option<usize>>,
}

/// Tables by their names.
type Tables<'s> = BTreeMap<&'s str, &'s Section>;

impl<'s> Handlers<'s> {
    /// `file` is the whole configuration.
    pub(super) fn new(file: &'s Section, mistakes: &mut Vec<Mistake>) -> Self {
        let scrub = file.table("scrub").map(|(scrub, _)| scrub.clone()).unwrap_or_default();
        for (_, section) in file.tables_of("formats") {
            format(section, mistakes);
        }
        let tables = |key| file.tables_of(key).iter().map(|(name, table)| (&**name, table));
        Self {
            tables: tables("handlers").collect(),
            formats: tables("formats").collect(),
            #[cfg(feature = "scrub")]
            scrubber: scrubber(&scrub, mistakes),
            scrub,
            plans: Vec::new(),
            open: Vec::new(),
            made: HashMap::new(),
        }
    }

    /// Makes the handlers of all tables, whether or not a logger has them.
    pub(super) fn add_all(&mut self, mistakes: &mut Vec<Mistake>) {
        for (name, section) in self.tables.clone() {
            let _ = self.find(name, &section.at, mistakes);
        }
    }

    /// Returns the index of the handler of that name; `None` after a mistake.
    pub(super) fn find(
        &mut self,
        name: &str,
        at: &Place,
        mistakes: &mut Vec<Mistake>,
    ) -> Option<usize> {
        if let Some(made) = self.made.get(name) {
            return *made;
        }
        if let Some(start) = self.open.iter().position(|open| open == name) {
            let cycle = self.open.get(start..).unwrap_or_default().join("` -> `");
            let message = format!("the handlers form a cycle: `{cycle}` -> `{name}`");
            mistakes.push(Mistake::new(at, message));
            return None;
        }
        if self.open.len() > MAX_QUEUES {
            let message = format!("more than {MAX_QUEUES} queues, one behind another");
            mistakes.push(Mistake::new(at, message));
            return None;
        }
        let section = named("handler", &self.tables, &PLAIN, (name, at), mistakes);
        let plan = section.and_then(|section| {
            self.open.push(name.to_owned());
            let plan = self.plan(name, &section, mistakes);
            self.open.pop();
            plan
        });
        let index = plan.map(|plan| {
            self.plans.push(plan);
            self.plans.len() - 1
        });
        self.made.insert(name.to_owned(), index);
        index
    }

    fn plan(
        &mut self,
        name: &str,
        section: &Section,
        mistakes: &mut Vec<Mistake>,
    ) -> Option<HandlerPlan> {
        let before = mistakes.len();
        let (output, format) = self.output(section, mistakes);
        let kind = match section.kind {
            "stdout" => HandlerKind::Stdout,
            "null" => HandlerKind::Null,
            "file" => file(section, mistakes)?,
            "queued" => self.queued(section, mistakes)?,
            _ => HandlerKind::Stderr,
        };
        let over = match &kind {
            HandlerKind::Queued { over, .. } => self.plans.get(*over),
            _ => None,
        };
        let scrub = if section.is_on("scrub") { self.scrub.clone() } else { Section::default() };
        let recipe = Recipe {
            handler: section.clone(),
            format,
            scrub,
            over: over.map(|plan| Box::new(plan.recipe.clone())),
        };
        let plan =
            HandlerPlan { name: name.to_owned(), at: section.at.clone(), kind, output, recipe };
        (mistakes.len() == before).then_some(plan)
    }

    /// The settings of the lines, and the table of their format.
    fn output(&self, section: &Section, mistakes: &mut Vec<Mistake>) -> (Output, Section) {
        let of_lines = section.text("format");
        let of_lines = of_lines.and_then(|(name, at)| {
            named("format", &self.formats, &formats::PLAIN, (name, at), mistakes)
        });
        let of_lines = of_lines.unwrap_or_default();
        let output = Output {
            level: section.level("level"),
            // Its mistakes have been noted.
            format: format(&of_lines, &mut Vec::new()),
            color: match section.word("colors").map(|(word, _)| *word) {
                Some("always") => Color::Always,
                Some("never") => Color::Never,
                _ => Color::Auto,
            },
            #[cfg(feature = "scrub")]
            scrubber: section.is_on("scrub").then(|| self.scrubber.clone()),
        };
        #[cfg(not(feature = "scrub"))]
        if let Some((_, at)) = section.flag("scrub") {
            mistakes.push(without_feature(at, "scrub"));
        }
        (output, of_lines)
    }

    fn queued(&mut self, section: &Section, mistakes: &mut Vec<Mistake>) -> Option<HandlerKind> {
        let (over, at) = section.text("over")?;
        let over = self.find(over, at, mistakes)?;
        let capacity = section.number("capacity").map(|(bytes, _)| *bytes);
        Some(HandlerKind::Queued {
            over,
            capacity: capacity.map(|bytes| usize::try_from(bytes).unwrap_or(usize::MAX)),
            on_full: match section.word("on_full") {
                Some((&"drop", _)) => OnFull::Drop,
                _ => OnFull::Wait,
            },
            deadline: section.duration("deadline").map(|(deadline, _)| *deadline),
        })
    }
}

/// The table that a key names; an empty one for a kind in `plain`, which needs none. `None` after a
/// mistake.
fn named(
    noun: &str,
    tables: &Tables<'_>,
    plain: &[&'static str],
    (name, at): (&str, &Place),
    mistakes: &mut Vec<Mistake>,
) -> Option<Section> {
    if let Some(section) = tables.get(name) {
        return Some((*section).clone());
    }
    if let Some(kind) = plain.iter().find(|plain| **plain == name) {
        return Some(Section { kind, at: at.clone(), ..Section::default() });
    }
    let names = tables.keys().chain(plain).copied();
    mistakes.push(Mistake::new(at, unknown(noun, name, names, true)));
    None
}

fn file(section: &Section, mistakes: &mut Vec<Mistake>) -> Option<HandlerKind> {
    let (path, _) = section.text("path")?;
    let number = |key| section.number(key).map(|(number, _)| *number);
    let count = |key| number(key).map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    let interval = |key| section.duration(key).map(|(duration, _)| *duration);
    let mut builder = File::builder(path);
    macro_rules! set {
        ($($method:ident($value:expr);)+) => { $(
            if let Some(value) = $value {
                builder = builder.$method(value);
            }
        )+ };
    }
    set! {
        with_max_bytes(number("max_bytes"));
        with_backup_count(count("backup_count"));
        with_rotation(section.word("rotation").map(|(word, _)| match *word {
            "hourly" => Rotation::Hourly,
            _ => Rotation::Daily,
        }));
        with_time_zone(section.zone("zone").map(|(zone, _)| *zone));
        with_keep(count("keep"));
        with_keep_bytes(number("keep_bytes"));
        with_reserve(number("reserve"));
        with_buffer(number("buffer").map(|bytes| usize::try_from(bytes).unwrap_or(usize::MAX)));
        with_flush_level(section.level("flush_level"));
        with_flush_interval(interval("flush_interval"));
        with_sync_level(section.level("sync_level"));
        with_sync_interval(interval("sync_interval"));
        with_mode(count("mode"));
    }
    if section.is_on("direct_names") {
        builder = builder.with_direct_names();
    }
    if section.is_on("create_dirs") {
        builder = builder.with_create_dirs();
    }
    if let Some((true, at)) = section.flag("gzip") {
        #[cfg(feature = "gzip")]
        {
            let _ = at;
            builder = builder.with_gzip();
        }
        #[cfg(not(feature = "gzip"))]
        mistakes.push(without_feature(at, "gzip"));
    }
    // After another mistake in the table, settings that do not fit may be those that were left out.
    let within = format!("{}.", section.at.path);
    let is_whole = !mistakes.iter().any(|mistake| mistake.at.path.starts_with(&within));
    let checked = if is_whole { builder.check() } else { Ok(()) };
    if let Err(error) = checked {
        mistakes.push(Mistake::new(&section.at, in_keys(&error)));
        return None;
    }
    Some(HandlerKind::File { builder: Box::new(builder), file: section.only(LOG_FILE) })
}

/// An error of a log file in the words of the configuration: keys in place of the builder's methods.
pub(super) fn in_keys(error: &FileError) -> String {
    let mut text = error.to_string();
    for key in LOG_FILE {
        let method = format!("with_{}", key.name);
        text = text.replace(&format!("call `{method}()`"), &format!("write `{} = true`", key.name));
        text = text.replace(&format!("`{method}`"), &format!("`{}`", key.name));
    }
    text
}

/// The scrubber of all handlers with `scrub`.
#[cfg(feature = "scrub")]
fn scrubber(scrub: &Section, mistakes: &mut Vec<Mistake>) -> Scrubber {
    let mut scrubber = Scrubber::new();
    if scrub.is_on("emails") {
        scrubber = scrubber.with_emails();
    }
    for (name, pattern, at) in scrub.texts("patterns").map(|(list, _)| &**list).unwrap_or_default()
    {
        match scrubber.clone().with_pattern(name, pattern) {
            Ok(more) => scrubber = more,
            Err(error) => mistakes.push(Mistake::new(at, error.to_string())),
        }
    }
    scrubber
}

/// The mistake of a key whose code is not in the program: what it masks or writes would be lost.
#[cfg(not(all(feature = "gzip", feature = "scrub")))]
pub(super) fn without_feature(at: &Place, feature: &str) -> Mistake {
    Mistake::new(at, format!("the program is built without logkit's feature `{feature}`"))
}
