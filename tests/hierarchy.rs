//! Records reach the same handlers as in CPython's `logging`: levels, propagation and handlers in
//! 600 trees.

use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex};

use logkit::handler::Handler;
use logkit::{HandlerId, Level, LevelFilter, Record};
use serde_json::Value as Json;
use tracing::span;
use tracing::subscriber::{Interest, Subscriber};
use tracing::{Event, Metadata};

use support::alone::alone;
use support::logger::RuntimeLogger;

/// The names of the handlers that took the current record, in order.
type Taken = Arc<Mutex<Vec<String>>>;

#[test]
fn every_recorded_answer_of_cpython() {
    let Some(seen) = alone(|| {
        let taken = Taken::default();
        let cases = cases();
        tracing::subscriber::set_global_default(Root(taken.clone())).unwrap();
        let counts = cases.iter().map(|case| Case::new(case, &taken).play());
        let counts = counts.fold(Counts::default(), Counts::plus);
        // The numbers in the oracle's file; smaller ones would mean that cases were skipped.
        assert_eq!(counts, Counts { logs: 3033, inherited: 323, alone: 490, questions: 900 });
    }) else {
        return;
    };
    // Records without any handler went to stderr, once each.
    assert_eq!(seen.stderr.lines().count(), 490);
}

fn cases() -> Vec<Json> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/oracle/hierarchy.jsonl");
    let text = std::fs::read_to_string(path).unwrap();
    let cases: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(cases.len(), 600);
    cases
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    logs: usize,
    inherited: usize,
    alone: usize,
    questions: usize,
}

impl Counts {
    fn plus(self, other: Self) -> Self {
        Self {
            logs: self.logs + other.logs,
            inherited: self.inherited + other.inherited,
            alone: self.alone + other.alone,
            questions: self.questions + other.questions,
        }
    }
}

/// One tree; its names begin with a unique segment, so that cases do not affect each other.
struct Case<'a> {
    json: &'a Json,
    taken: &'a Taken,
    loggers: Vec<RuntimeLogger>,
    handlers: HashMap<(usize, String), HandlerId>,
    counts: Counts,
}

impl<'a> Case<'a> {
    fn new(json: &'a Json, taken: &'a Taken) -> Self {
        // CPython has no attributes: clearing a level leaves none, not the declared one. So a
        // logger whose level is cleared is declared without one.
        let is_cleared = |at| {
            let clears = |op: &Json| op[0] == "set_level" && op[1] == at && op[2].is_null();
            list(&json["ops"]).iter().any(clears)
        };
        let declare = |(at, logger): (usize, &Json)| {
            let name = format!("c{}.{}", json["case"], logger["name"].as_str().unwrap());
            let (declared, set) = match filter(&logger["level"]) {
                Some(level) if is_cleared(at) => (None, Some(level)),
                declared => (declared, None),
            };
            let propagate = logger["propagate"].as_bool().unwrap();
            let made = RuntimeLogger::new(&name, declared, propagate);
            if let Some(level) = set {
                made.logger.set_level(level);
            }
            made
        };
        let loggers = list(&json["loggers"]).iter().enumerate().map(declare).collect();
        Self { json, taken, loggers, handlers: HashMap::new(), counts: Counts::default() }
    }

    fn play(mut self) -> Counts {
        // Reading the propagation registers a logger that was not linked into the program; after
        // that, each finds its ancestors.
        for logger in &self.loggers {
            logger.logger.propagate();
        }
        self.assert_effective(0, "before");
        for (at, logger) in list(&self.json["loggers"]).iter().enumerate() {
            for handler in list(&logger["handlers"]) {
                self.add_handler(at, &handler[0], &handler[1]);
            }
        }
        for (step, op) in list(&self.json["ops"]).iter().enumerate() {
            self.step(op, &format!("case {}, op {step}: {op}", self.json["case"]));
        }
        self.assert_effective(1, "after");
        self.counts
    }

    fn assert_effective(&self, at: usize, when: &str) {
        for (logger, json) in self.loggers.iter().zip(list(&self.json["loggers"])) {
            let expected = filter(&json["effective"][at]).unwrap();
            let name = logger.logger.name();
            assert_eq!(logger.logger.level(), expected, "{name} {when}: {}", self.json);
        }
    }

    fn step(&mut self, op: &Json, place: &str) {
        let at = usize::try_from(op[1].as_u64().unwrap()).unwrap();
        let RuntimeLogger { logger, .. } = self.loggers[at];
        match op[0].as_str().unwrap() {
            "set_level" => match filter(&op[2]) {
                Some(level) => logger.set_level(level),
                None => logger.clear_level(),
            },
            "set_propagate" => logger.set_propagate(op[2].as_bool().unwrap()),
            "add_handler" => self.add_handler(at, &op[2], &op[3]),
            "remove_handler" => {
                let id = self.handlers.remove(&(at, op[2].as_str().unwrap().to_owned()));
                assert_eq!(id.is_some(), id.is_some_and(|id| logger.remove_handler(id)), "{place}");
            }
            "is_enabled_for" => {
                self.counts.questions += 1;
                let level = level(&op[2]).unwrap();
                assert_eq!(logger.is_enabled_for(level), op[3].as_bool().unwrap(), "{place}");
            }
            "log" => self.log(at, op, place),
            other => panic!("{other}: {place}"),
        }
    }

    fn log(&mut self, at: usize, op: &Json, place: &str) {
        let answer = &op[3];
        let expected = answer.get("inherits").unwrap_or(&answer["cpython"]);
        self.counts.logs += 1;
        self.counts.inherited += usize::from(answer.get("inherits").is_some());
        self.counts.alone += usize::from(answer.get("none").is_some());
        self.taken.lock().unwrap().clear();
        self.loggers[at].log(level(&op[2]).unwrap(), "record");
        let taken = self.taken.lock().unwrap();
        let expected: Vec<&str> = list(expected).iter().map(|id| id.as_str().unwrap()).collect();
        assert_eq!(*taken, expected, "{place}");
    }

    fn add_handler(&mut self, at: usize, id: &Json, level: &Json) {
        let id = id.as_str().unwrap().to_owned();
        // CPython's NOTSET takes every record, as the lowest level does.
        let level = filter(level).unwrap_or(Level::Trace.into());
        let handler = Recording { id: id.clone(), level, taken: self.taken.clone() };
        let handle = self.loggers[at].logger.add_handler(handler);
        self.handlers.insert((at, id), handle);
    }
}

fn list(json: &Json) -> &[Json] {
    json.as_array().unwrap()
}

fn level(json: &Json) -> Option<Level> {
    let number = json.as_u64()?;
    Level::ALL.into_iter().find(|level| u64::from(level.number()) == number)
}

fn filter(json: &Json) -> Option<LevelFilter> {
    match json.as_u64()? {
        1000 => Some(LevelFilter::Off),
        _ => Some(level(json).unwrap().into()),
    }
}

struct Recording {
    id: String,
    level: LevelFilter,
    taken: Taken,
}

impl Handler for Recording {
    fn emit(&self, _record: &Record<'_>) -> io::Result<()> {
        self.taken.lock().unwrap().push(self.id.clone());
        Ok(())
    }

    fn level(&self) -> Option<LevelFilter> {
        Some(self.level)
    }
}

/// The process's own subscriber, where CPython has its root logger.
struct Root(Taken);

impl Subscriber for Root {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::always()
    }

    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }

    fn event(&self, _: &Event<'_>) {
        self.0.lock().unwrap().push("root".to_owned());
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}
    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}
    fn enter(&self, _: &span::Id) {}
    fn exit(&self, _: &span::Id) {}
}
