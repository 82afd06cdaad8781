//! The configuration in force, and its replacement: handlers that did not change keep running.

use std::mem;
use std::sync::Arc;

use crate::config::error::Mistake;
use crate::config::handlers::{HandlerKind, HandlerPlan, Output, Recipe, in_keys};
use crate::config::plan::Plan;
use crate::config::section::Section;
use crate::handler::{File, Handler, Lines, Null, Queued, Stream};
use crate::redact::add_secret_name;
use crate::registry;
use crate::registry::file_layer::FileLayer;
use crate::registry::route::Attached;
use crate::registry::settings::Settings;
use crate::sink::{FileBuilder, ProbedFile, Sink};
use crate::util::fork_mutex::ForkMutex;

/// The handlers in force. Serializes replacements.
static RUNNING: ForkMutex<Vec<RunningHandler>> = ForkMutex::new();

/// A handler of the configuration.
#[derive(Clone)]
struct RunningHandler {
    name: String,
    recipe: Recipe,
    handler: Arc<dyn Handler>,
    /// The log file and its settings.
    file: Option<(Section, File)>,
    /// Absent if only a queue writes to the handler.
    attached: Option<Arc<Attached>>,
}

/// Replaces the configuration in force, in one step.
///
/// # Errors
///
/// A handler cannot be made; nothing has changed then.
pub(super) fn apply(plan: &Plan) -> Result<(), Vec<Mistake>> {
    let retired = RUNNING.with(|running| {
        let made = make(plan, running)?;
        // A name that masks is added before a handler of this configuration writes a line.
        for name in &plan.secret_names {
            add_secret_name(name);
        }
        let now = registry::update(|settings| publish(plan, made, settings));
        Ok::<_, Vec<Mistake>>(mem::replace(running, now))
    })?;
    // The last clone of a queue waits for its thread, and a file writes its buffer.
    drop(retired);
    #[cfg(feature = "layer")]
    crate::root::noise::report_claimed(
        "the configuration",
        plan.targets.iter().map(|(target, _)| &**target),
    );
    Ok(())
}

fn publish(
    plan: &Plan,
    mut made: Vec<Option<RunningHandler>>,
    settings: &mut Settings,
) -> Vec<RunningHandler> {
    let mut attached = |index: &usize| {
        let running = made.get_mut(*index)?.as_mut()?;
        let fresh = || settings.adopt(Attached::new(Box::new(Arc::clone(&running.handler))));
        Some(Arc::clone(running.attached.get_or_insert_with(fresh)))
    };
    let mut all = |list: &[usize]| list.iter().filter_map(&mut attached).collect::<Vec<_>>();
    let handlers = plan.loggers.iter().map(|(name, list)| (name.clone(), all(list))).collect();
    let root_handlers = all(&plan.root_handlers);
    settings.replace_file_layer(FileLayer {
        levels: plan.levels.clone(),
        targets: plan.targets.clone(),
        propagate: plan.propagate.clone(),
        handlers,
        root_handlers,
    });
    made.into_iter().flatten().collect()
}

/// Makes the handlers that a logger or a root uses; those that did not change are kept.
fn make(
    plan: &Plan,
    before: &[RunningHandler],
) -> Result<Vec<Option<RunningHandler>>, Vec<Mistake>> {
    let is_used = used_handlers(plan);
    let probed = probe(plan, &is_used, before)?;
    let mut made: Vec<Option<RunningHandler>> = Vec::new();
    let mut mistakes = Vec::new();
    for (plan, is_used) in plan.handlers.iter().zip(is_used) {
        let running = match plan.running(before) {
            _ if !is_used => None,
            Some(running) => Some(running.clone()),
            None => match make_one(plan, &made, before) {
                Ok(running) => running,
                Err(message) => {
                    mistakes.push(Mistake::new(&plan.at, message));
                    None
                }
            },
        };
        made.push(running);
    }
    if mistakes.is_empty() {
        return Ok(made);
    }
    // Closes the files.
    drop(made);
    probed.into_iter().for_each(ProbedFile::discard);
    Err(mistakes)
}

/// Finds the handlers that a logger or a root uses, itself or through a queue.
fn used_handlers(plan: &Plan) -> Vec<bool> {
    let mut is_used = vec![false; plan.handlers.len()];
    let mut lists: Vec<usize> = plan.loggers.iter().flat_map(|(_, list)| list).copied().collect();
    lists.extend(&plan.root_handlers);
    while let Some(index) = lists.pop() {
        is_used.iter_mut().skip(index).take(1).for_each(|used| *used = true);
        if let Some(HandlerKind::Queued { over, .. }) =
            plan.handlers.get(index).map(|plan| &plan.kind)
        {
            lists.push(*over);
        }
    }
    is_used
}

/// Opens the files that are not open yet, before a rotation of one of them deletes a backup.
///
/// # Errors
///
/// Some cannot be opened. The others are removed if they are new.
fn probe(
    plan: &Plan,
    is_used: &[bool],
    before: &[RunningHandler],
) -> Result<Vec<ProbedFile>, Vec<Mistake>> {
    let (mut probed, mut mistakes) = (Vec::new(), Vec::new());
    for (plan, is_used) in plan.handlers.iter().zip(is_used) {
        let HandlerKind::File { builder, file } = &plan.kind else { continue };
        if *is_used && plan.running(before).is_none() && open_file(file, before).is_none() {
            match ProbedFile::open(builder) {
                Ok(file) => probed.push(file),
                Err(error) => mistakes.push(Mistake::new(&plan.at, in_keys(&error))),
            }
        }
    }
    if mistakes.is_empty() {
        return Ok(probed);
    }
    probed.into_iter().for_each(ProbedFile::discard);
    Err(mistakes)
}

impl HandlerPlan {
    /// The handler in force that was made from the same settings.
    fn running<'a>(&self, before: &'a [RunningHandler]) -> Option<&'a RunningHandler> {
        before.iter().find(|running| running.name == self.name && running.recipe == self.recipe)
    }
}

/// Makes a handler; `None` if the one behind its queue could not be made.
///
/// # Errors
///
/// Its file cannot be opened; the error is the message.
fn make_one(
    plan: &HandlerPlan,
    made: &[Option<RunningHandler>],
    before: &[RunningHandler],
) -> Result<Option<RunningHandler>, String> {
    let mut file_of_it = None;
    let handler: Arc<dyn Handler> = match &plan.kind {
        HandlerKind::Stderr => Arc::new(with_output(Stream::stderr(), &plan.output)),
        HandlerKind::Stdout => Arc::new(with_output(Stream::stdout(), &plan.output)),
        HandlerKind::Null => Arc::new(Null),
        HandlerKind::File { builder, file } => {
            let open = open(builder, file, before)?;
            let open = with_output(open, &plan.output);
            file_of_it = Some((file.clone(), open.clone()));
            Arc::new(open)
        }
        HandlerKind::Queued { over, capacity, on_full, deadline } => {
            let Some(Some(over)) = made.get(*over) else { return Ok(None) };
            let mut queue = Queued::new(Arc::clone(&over.handler)).with_on_full(*on_full);
            if let Some(capacity) = capacity {
                queue = queue.with_capacity(*capacity);
            }
            if let Some(deadline) = deadline {
                queue = queue.with_deadline(*deadline);
            }
            Arc::new(queue)
        }
    };
    let (name, recipe) = (plan.name.clone(), plan.recipe.clone());
    Ok(Some(RunningHandler { name, recipe, handler, file: file_of_it, attached: None }))
}

/// Opens a log file, or keeps the open one if only the settings of its lines have changed.
fn open(builder: &FileBuilder, file: &Section, before: &[RunningHandler]) -> Result<File, String> {
    if let Some(same) = open_file(file, before) {
        return Ok(Lines::over(same.sink().clone()));
    }
    let open = before.iter().filter_map(|running| running.file.as_ref());
    let path = |section: &Section| section.text("path").map(|(path, _)| path.clone());
    for (_, old) in open.filter(|(other, _)| path(other) == path(file)) {
        // It goes on writing until the new configuration is in force, but rotates no more.
        old.sink().release_rotation();
    }
    builder.clone().build().map_err(|error| in_keys(&error))
}

/// The open file of these settings.
fn open_file<'a>(file: &Section, before: &'a [RunningHandler]) -> Option<&'a File> {
    let mut open = before.iter().filter_map(|running| running.file.as_ref());
    open.find(|(other, _)| other == file).map(|(_, open)| open)
}

fn with_output<S: Sink>(lines: Lines<S>, output: &Output) -> Lines<S> {
    let mut lines = lines.with_format(output.format.clone()).with_color(output.color);
    if let Some(level) = output.level {
        lines = lines.with_level(level);
    }
    #[cfg(feature = "scrub")]
    if let Some(scrubber) = &output.scrubber {
        lines = lines.with_scrubber(scrubber.clone());
    }
    lines
}
