//! Changes of handlers and levels while threads log, under every order of steps that shuttle tries: each
//! record reaches one set of handlers whole, none is lost, and no handler is dropped while it is in
//! use.
//!
//! ```text
//! RUSTFLAGS='--cfg logkit_shuttle' cargo test -p logkit --features queue --lib model
//! ```

use std::io::{self, ErrorKind};
use std::mem;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex};

use shuttle::thread;

use crate::handler::Handler;
use crate::level::{Level, LevelFilter};
use crate::record::Record;
use crate::record::metadata::{Location, Metadata};
use crate::record::value::Value;
use crate::registry::Registry;
use crate::registry::declaration::Declared;
use crate::registry::precedence::SettingLayer;
use crate::registry::route::Attached;
use crate::registry::settings::tests::logger;
use crate::registry::settings::{Changed, Settings};

const ORDERS: usize = 2_000;
/// The ids of a process and of its child.
const PARENT: u32 = 1;
const CHILD: u32 = 2;
const NAMES: [&str; 3] = ["shop", "shop.cart", "shop.cart.items"];

/// The sets of handlers that got each record.
type Seen = Arc<Mutex<Vec<(u64, u32)>>>;

/// A handler of a set; `gone` is set by its destructor.
struct Member {
    set: u32,
    seen: Seen,
    gone: Arc<AtomicBool>,
}

impl Member {
    /// The two handlers of a set.
    fn pair(set: u32, seen: &Seen) -> Vec<Attached> {
        let member = || Self { set, seen: Arc::clone(seen), gone: Arc::default() };
        [member(), member()].map(|member| Attached::new(Box::new(member))).into()
    }
}

impl Handler for Member {
    fn emit(&self, record: &Record<'_>) -> io::Result<()> {
        let gone = Arc::clone(&self.gone);
        thread::yield_now();
        if gone.load(Relaxed) {
            return Err(ErrorKind::BrokenPipe.into());
        }
        let number = record.message().to_string().parse().map_err(io::Error::other)?;
        self.seen.lock().unwrap().push((number, self.set));
        Ok(())
    }
}

impl Drop for Member {
    fn drop(&mut self) {
        self.gone.store(true, Relaxed);
    }
}

/// The registry of one order, with loggers below each other.
struct Model {
    registry: Arc<Registry>,
    loggers: [Declared; 3],
    seen: Seen,
}

impl Model {
    fn new() -> Self {
        let model = Self {
            registry: Arc::new(Registry::new()),
            loggers: NAMES.map(logger),
            seen: Seen::default(),
        };
        model.registry.update_in(PARENT, |settings| {
            model.loggers.iter().for_each(|logger| settings.attach(*logger));
        });
        model.replace(PARENT, "shop", 0);
        model
    }

    /// Gives a logger another set of handlers.
    fn replace(&self, process: u32, name: &str, set: u32) {
        self.registry.update_in(process, |settings| replace(settings, name, set, &self.seen));
    }

    /// Starts a thread that does something with the model.
    fn spawn(
        self: &Arc<Self>,
        work: impl FnOnce(&Self) + Send + 'static,
    ) -> thread::JoinHandle<()> {
        let model = Arc::clone(self);
        thread::spawn(move || work(&model))
    }

    /// Logs records at the level by each logger.
    fn log(&self, level: Level, numbers: std::ops::Range<u64>) {
        static METADATA: Metadata = Metadata::new(
            Level::Critical,
            Location::new(module_path!(), file!(), line!()),
            0,
            &["", ""],
        );
        for (number, logger) in numbers.zip(self.loggers.iter().cycle()) {
            if level.number() >= logger.outlet.threshold() {
                let values = [Value::U64(number)];
                let record = Record::new("shop", &METADATA, &values);
                logger.outlet.with_route(|route| route.dispatch(&record)).unwrap();
            }
        }
    }

    /// Asserts that each record reached both handlers of one set, and returns the sets.
    fn sets(&self, records: u64) -> Vec<u32> {
        let seen = self.seen.lock().unwrap();
        let of = |number| {
            let sets: Vec<u32> =
                seen.iter().filter(|(other, _)| *other == number).map(|(_, set)| *set).collect();
            assert!(matches!(sets[..], [one, other] if one == other), "{number}: {sets:?}");
            sets[0]
        };
        (0..records).map(of).collect()
    }

    /// Asserts that every logger agrees with the settings.
    fn is_in_step(&self) {
        let settings = self.registry.settings.load().unwrap();
        for logger in self.loggers {
            let name = logger.declaration.name;
            assert_eq!(logger.outlet.threshold(), settings.level(name).0.threshold(), "{name}");
            let ids: Vec<_> = settings
                .destinations(name)
                .handlers
                .iter()
                .map(|(_, handler)| handler.id)
                .collect();
            let route =
                |route: &super::Route| route.handlers.iter().map(|handler| handler.id).collect();
            assert_eq!(logger.outlet.with_route::<Vec<_>>(route), Some(ids), "{name}");
        }
    }
}

fn replace(settings: &mut Settings, name: &str, set: u32, seen: &Seen) {
    settings.replace_handlers(name, &|_| true, Member::pair(set, seen));
}

fn join(threads: impl IntoIterator<Item = thread::JoinHandle<()>>) {
    threads.into_iter().for_each(|thread| thread.join().unwrap());
}

#[test]
fn a_record_goes_to_the_old_handlers_or_to_the_new_ones() {
    shuttle::check_random(
        || {
            let model = Arc::new(Model::new());
            join([
                model.spawn(|model| model.log(Level::Critical, 0..4)),
                model.spawn(|model| model.log(Level::Critical, 4..8)),
                model.spawn(|model| (1..4).for_each(|set| model.replace(PARENT, "shop", set))),
            ]);
            model.sets(8);
            model.is_in_step();
        },
        ORDERS,
    );
}

#[test]
fn changes_at_the_same_time_are_all_made() {
    shuttle::check_random(
        || {
            let model = Arc::new(Model::new());
            join([
                model.spawn(|model| model.log(Level::Critical, 0..6)),
                model.spawn(|model| model.replace(PARENT, "shop.cart", 1)),
                model.spawn(|model| {
                    for level in [Level::Error, Level::Debug] {
                        model.registry.update_in(PARENT, |settings| {
                            settings.set_level("shop", SettingLayer::Call, Some(level.into()));
                        });
                    }
                }),
                model.spawn(|model| {
                    let id = model.registry.update_in(PARENT, |settings| {
                        settings.push_override("shop.cart", LevelFilter::TRACE)
                    });
                    model
                        .registry
                        .update_in(PARENT, |settings| settings.end_override("shop.cart", id));
                }),
            ]);
            model.sets(6);
            model.is_in_step();
            assert_eq!(model.loggers.map(|logger| logger.outlet.threshold()), [10; 3]);
        },
        ORDERS,
    );
}

/// A fork copies the registry while another thread changes it: the child repeats the publication.
#[test]
fn a_child_repeats_the_publication_that_its_parent_did_not_finish() {
    for published in 0..=NAMES.len() {
        for is_stored in [false, true] {
            shuttle::check_random(
                move || {
                    let model = Arc::new(Model::new());
                    interrupt(&model, published, is_stored);
                    // The settings that the parent's change began from, or its own.
                    model.log(Level::Critical, 0..3);
                    join([
                        model.spawn(|model| model.log(Level::Critical, 3..6)),
                        model.spawn(|model| model.replace(CHILD, "shop.cart", 2)),
                        model.spawn(|model| {
                            model.registry.update_in(CHILD, |settings| {
                                settings.set_level("shop.cart.items", SettingLayer::Call, None);
                            });
                        }),
                    ]);
                    model.is_in_step();
                    model.log(Level::Critical, 6..9);
                    let expected = if is_stored { 1 } else { 0 };
                    assert_eq!(model.sets(9)[6..], [expected, 2, 2]);
                },
                200,
            );
        }
    }
}

/// Leaves a change of all loggers as a fork does: after it was published for some of them, and before
/// or after the settings were stored.
fn interrupt(model: &Model, published: usize, is_stored: bool) {
    let mut held = model.registry.changes.hold(PARENT);
    let publisher = held.value().get_or_insert_default();
    let (mut settings, _) = publisher.begin(&model.registry.settings);
    replace(&mut settings, "shop", 1, &model.seen);
    drop(settings.take_changed());
    // The last name has none below it, so that the others can be left out.
    let names = NAMES.iter().rev().take(published).map(|name| (*name).into()).collect();
    drop(settings.publish(&Changed { names, ..Changed::default() }));
    if is_stored {
        model.registry.settings.swap(Arc::new(settings));
    }
    mem::forget(held);
}
