//! A configuration that is checked and complete: it can be applied as it is.

use std::collections::HashMap;
use std::path::Path;

use crate::config::error::{Mistake, Place};
use crate::config::handlers::{HandlerKind, HandlerPlan, Handlers};
use crate::config::read::{read, unknown};
use crate::config::section::Section;
use crate::config::units;
use crate::level::LevelFilter;
use crate::loggers::loggers;
use crate::registry::level_rules::{LevelRule, LevelRules, is_below};

/// The settings of a file.
#[derive(Clone, Debug, Default)]
pub(super) struct Plan {
    pub(super) levels: LevelRules,
    /// The levels of third parties' targets; the empty one is that of all others.
    pub(super) targets: Vec<(String, LevelFilter)>,
    pub(super) propagate: Vec<(String, bool)>,
    /// Those behind a queue come before it.
    pub(super) handlers: Vec<HandlerPlan>,
    /// The indices of the handlers of each logger.
    pub(super) loggers: Vec<(String, Vec<usize>)>,
    pub(super) root_handlers: Vec<usize>,
    /// Names of fields to mask.
    pub(super) secret_names: Vec<String>,
}

impl Plan {
    /// Reads a file's text. `folder` is that of relative paths.
    ///
    /// # Errors
    ///
    /// All mistakes of the text.
    pub(super) fn parse(text: &str, folder: &Path) -> Result<Self, Vec<Mistake>> {
        let (file, mut mistakes) = read(text);
        let mut plan = Self::of(&file, &mut mistakes);
        plan.fix_paths(folder);
        if mistakes.is_empty() { Ok(plan) } else { Err(mistakes) }
    }

    fn of(file: &Section, mistakes: &mut Vec<Mistake>) -> Self {
        let mut handlers = Handlers::new(file, mistakes);
        handlers.add_all(mistakes);
        let mut plan = Self::default();
        plan.add_levels(file);
        plan.add_secret_names(file, mistakes);
        #[cfg(not(feature = "scrub"))]
        check_scrub(file, mistakes);
        for (name, section) in file.tables_of("loggers") {
            check_logger(name, &section.at, mistakes);
            if let Some((propagate, _)) = section.flag("propagate") {
                plan.propagate.push((name.clone(), *propagate));
            }
            let list = list_of(section, &mut handlers, mistakes);
            if !list.is_empty() {
                plan.loggers.push((name.clone(), list));
            }
        }
        if let Some((root, _)) = file.table("root") {
            plan.root_handlers = list_of(root, &mut handlers, mistakes);
        }
        check_paths(&handlers.plans, mistakes);
        plan.handlers = handlers.plans;
        plan
    }

    /// Fixes relative paths to a folder: the process may change its own before the file is read again.
    fn fix_paths(&mut self, folder: &Path) {
        for plan in &mut self.handlers {
            if let HandlerKind::File { builder, .. } = &mut plan.kind {
                builder.fix_path(folder);
            }
        }
    }

    fn add_levels(&mut self, file: &Section) {
        self.levels.everywhere = file.level("level");
        for (name, section) in file.tables_of("loggers") {
            if let Some(level) = section.level("level") {
                self.levels.rules.push(LevelRule { subject: name.as_str().into(), level });
            }
        }
        let root = file.table("root").and_then(|(root, _)| root.level("level"));
        let of_all = root.or(self.levels.everywhere).map(|level| (String::new(), level));
        self.targets.extend(of_all);
        let noise = file.levels("noise").map(|(noise, _)| noise.clone());
        self.targets.extend(noise.unwrap_or_default());
    }

    fn add_secret_names(&mut self, file: &Section, mistakes: &mut Vec<Mistake>) {
        let names = file.table("scrub").and_then(|(scrub, _)| scrub.names("names"));
        for (name, at) in names.map(|(names, _)| &**names).unwrap_or_default() {
            if !name.contains(char::is_alphabetic) {
                let message = units::unexpected(name, "the name of a field, with a letter");
                mistakes.push(Mistake::new(at, message));
            }
            self.secret_names.push(name.clone());
        }
    }
}

/// Refuses the settings of a scrubber that the program does not have.
#[cfg(not(feature = "scrub"))]
fn check_scrub(file: &Section, mistakes: &mut Vec<Mistake>) {
    let Some((scrub, _)) = file.table("scrub") else { return };
    let (emails, patterns) = (scrub.flag("emails"), scrub.texts("patterns"));
    for at in [emails.map(|(_, at)| at), patterns.map(|(_, at)| at)].into_iter().flatten() {
        mistakes.push(crate::config::handlers::without_feature(at, "scrub"));
    }
}

/// The handlers of a table's list.
fn list_of(
    section: &Section,
    handlers: &mut Handlers<'_>,
    mistakes: &mut Vec<Mistake>,
) -> Vec<usize> {
    let names = section.names("handlers").map(|(names, _)| &**names).unwrap_or_default();
    names.iter().filter_map(|(name, at)| handlers.find(name, at, mistakes)).collect()
}

/// Checks that the program has the logger, or one below it.
fn check_logger(name: &str, at: &Place, mistakes: &mut Vec<Mistake>) {
    let known: Vec<&str> = loggers().map(crate::Logger::name).collect();
    if !known.iter().any(|logger| is_below(logger, name, ".")) {
        let message = match unknown("logger", name, known, true) {
            message if message.ends_with('?') => message,
            _ => format!(
                "unknown logger `{}`; the program has none of this name",
                name.escape_debug()
            ),
        };
        mistakes.push(Mistake::new(at, message));
    }
}

/// Checks that no two handlers write to one file: each would rotate it.
fn check_paths(handlers: &[HandlerPlan], mistakes: &mut Vec<Mistake>) {
    let mut paths = HashMap::<&str, &str>::new();
    for plan in handlers {
        let HandlerKind::File { file, .. } = &plan.kind else { continue };
        let Some((path, at)) = file.text("path") else { continue };
        match paths.get(path.as_str()) {
            Some(name) => {
                let message = format!("the handler `{name}` writes to this file, too");
                mistakes.push(Mistake::new(at, message));
            }
            None => drop(paths.insert(path, &plan.name)),
        }
    }
}
