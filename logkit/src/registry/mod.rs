//! The loggers by name: what was set on each, and what follows for each from its ancestors.

pub(crate) mod dispatch;
pub(crate) mod overrides;
pub(crate) mod report;

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, Mutex, PoisonError};

use crate::handler::Handler;
use crate::level::{Level, LevelFilter};
use crate::logger::Declaration;
use crate::registry::dispatch::{Node, Route};
use crate::util::catch_panic::catch_panic;

/// A handler of one logger, as [`Logger::add_handler`](crate::Logger::add_handler) returns it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HandlerId(u64);

/// One override of one logger's level.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct OverrideId(u64);

/// Every name that is a logger's, or the beginning of one's.
///
/// All that may change is in here, behind one lock. What emitting needs is worked out at each
/// change and left where it is read without a lock: the threshold bytes and the nodes' routes.
pub(crate) struct Registry {
    entries: BTreeMap<&'static str, Entry>,
    last_id: u64,
    /// Routes and handlers that are in use no more.
    retired: Retired,
}

type Retired = (Vec<Arc<Route>>, Vec<Arc<dyn Handler>>);

static REGISTRY: Mutex<Registry> = Mutex::new(Registry {
    entries: BTreeMap::new(),
    last_id: 0,
    retired: (Vec::new(), Vec::new()),
});

struct Entry {
    node: &'static Node,
    /// The statics of this name; several crates may declare one logger. None: a gap, that only
    /// stands between a logger and an ancestor.
    declarations: Vec<&'static Declaration>,
    level: Option<LevelFilter>,
    propagate: Option<bool>,
    /// The newest last.
    overrides: Vec<(OverrideId, LevelFilter)>,
    handlers: Vec<(HandlerId, Arc<dyn Handler>)>,
}

/// Where a logger's threshold comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LevelSource {
    Override,
    Set,
    Attribute,
    Default,
}

/// Reads or changes the tree. `change` must not run user code; handlers that it removes are
/// dropped after the lock is gone.
pub(crate) fn change<R>(change: impl FnOnce(&mut Registry) -> R) -> R {
    // Nothing in here panics half-way; if it did, the tree would still be better than none.
    let mut tree = REGISTRY.lock().unwrap_or_else(PoisonError::into_inner);
    let result = change(&mut tree);
    let retired = std::mem::take(&mut tree.retired);
    drop(tree);
    // A handler's destructor is the user's code. If it panics, the handler is gone all the same.
    let _ = catch_panic(|| drop(retired));
    result
}

impl Registry {
    /// Makes the logger known; its node.
    pub(crate) fn attach(&mut self, declaration: &'static Declaration) -> &'static Node {
        let name = declaration.name;
        for (at, _) in name.match_indices('.') {
            self.ensure(name.get(..at).unwrap_or(name));
        }
        let entry = self.ensure(name);
        let node = entry.node;
        if !entry.declarations.iter().any(|known| std::ptr::eq(*known, declaration)) {
            entry.declarations.push(declaration);
            self.refresh(name);
        }
        node
    }

    fn ensure(&mut self, name: &'static str) -> &mut Entry {
        self.entries.entry(name).or_insert_with(|| Entry {
            node: Box::leak(Box::new(Node::new(name))),
            declarations: Vec::new(),
            level: None,
            propagate: None,
            overrides: Vec::new(),
            handlers: Vec::new(),
        })
    }

    pub(crate) fn set_level(&mut self, name: &'static str, level: Option<LevelFilter>) {
        self.ensure(name).level = level;
        self.refresh(name);
    }

    pub(crate) fn push_override(&mut self, name: &'static str, level: LevelFilter) -> OverrideId {
        let id = OverrideId(self.next_id());
        self.ensure(name).overrides.push((id, level));
        self.refresh(name);
        id
    }

    pub(crate) fn end_override(&mut self, name: &'static str, id: OverrideId) {
        self.ensure(name).overrides.retain(|(other, _)| *other != id);
        self.refresh(name);
    }

    pub(crate) fn propagate(&self, name: &str) -> bool {
        self.entries.get(name).is_none_or(Entry::propagates)
    }

    pub(crate) fn set_propagate(&mut self, name: &'static str, propagate: bool) {
        self.ensure(name).propagate = Some(propagate);
        self.refresh(name);
    }

    pub(crate) fn add_handler(
        &mut self,
        name: &'static str,
        handler: Arc<dyn Handler>,
    ) -> HandlerId {
        let id = HandlerId(self.next_id());
        self.ensure(name).handlers.push((id, handler));
        self.refresh(name);
        id
    }

    /// Takes off the handlers that `remove` names, and adds `add`; in one step for who logs.
    pub(crate) fn replace_handlers(
        &mut self,
        name: &'static str,
        remove: impl Fn(HandlerId) -> bool,
        add: Vec<Arc<dyn Handler>>,
    ) -> (usize, Vec<HandlerId>) {
        let ids: Vec<HandlerId> = add.iter().map(|_| HandlerId(self.next_id())).collect();
        let handlers = &mut self.ensure(name).handlers;
        let (removed, mut kept): (Vec<_>, Vec<_>) =
            std::mem::take(handlers).into_iter().partition(|(id, _)| remove(*id));
        kept.extend(ids.iter().copied().zip(add));
        *handlers = kept;
        let count = removed.len();
        self.retired.1.extend(removed.into_iter().map(|(_, handler)| handler));
        self.refresh(name);
        (count, ids)
    }

    fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// Works out anew what follows from `name` for itself and all below it.
    fn refresh(&mut self, name: &str) {
        for (name, entry) in self.from(name) {
            let (level, ..) = self.effective(name);
            for declaration in &entry.declarations {
                declaration.set_threshold(level);
            }
        }
        let replaced: Vec<_> =
            self.from(name).map(|(name, entry)| entry.node.replace(self.route(name).0)).collect();
        self.retired.0.extend(replaced);
    }

    /// The entry of `name` and those below it. `.` sorts before everything else that a name may
    /// hold, so they stand together.
    fn from<'a>(&'a self, name: &'a str) -> impl Iterator<Item = (&'static str, &'a Entry)> {
        self.entries
            .range::<str, _>((Bound::Included(name), Bound::Unbounded))
            .map(|(key, entry)| (*key, entry))
            .take_while(move |(key, _)| {
                key.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
    }

    /// The entry of `name` and its ancestors', nearest first.
    fn up<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Entry> {
        std::iter::successors(Some(name), |name| name.rsplit_once('.').map(|(parent, _)| parent))
            .filter_map(|name| self.entries.get(name))
    }

    /// The threshold in force, where it comes from and on whose entry that was found: that of the
    /// nearest that has one. A closed door (`propagate = false`) does not matter for levels.
    pub(crate) fn effective(&self, name: &str) -> (LevelFilter, LevelSource, &'static str) {
        self.up(name)
            .find_map(|entry| {
                entry.own_level().map(|(level, source)| (level, source, entry.node.name))
            })
            .unwrap_or((LevelFilter::At(Level::Info), LevelSource::Default, ""))
    }

    /// The route, and beside each handler the name of the logger that it was added to.
    ///
    /// As CPython walks: own handlers, then the parent's as long as `propagate` holds, the root
    /// last. Beyond CPython, a logger behind a closed door that has found no handler yet takes
    /// those of its nearest ancestor that has any, and goes no further.
    pub(crate) fn route(&self, name: &str) -> (Route, Vec<&'static str>) {
        let mut route = Route { handlers: Vec::new(), root: true };
        let mut owners = Vec::new();
        for entry in self.up(name) {
            route.handlers.extend(entry.handlers.iter().map(|(_, handler)| Arc::clone(handler)));
            owners.resize(route.handlers.len(), entry.node.name);
            route.root &= entry.propagates();
            if !route.root && !route.handlers.is_empty() {
                break;
            }
        }
        (route, owners)
    }

    /// The names that are loggers', with their nodes.
    pub(crate) fn loggers(&self) -> impl Iterator<Item = (&'static str, &'static Node)> {
        let declared = self.entries.iter().filter(|(_, entry)| !entry.declarations.is_empty());
        declared.map(|(name, entry)| (*name, entry.node))
    }
}

impl Entry {
    fn own_level(&self) -> Option<(LevelFilter, LevelSource)> {
        let overridden = self.overrides.last().map(|(_, level)| (*level, LevelSource::Override));
        let set = || self.level.map(|level| (level, LevelSource::Set));
        // Where several statics bear the name, the one that shows most holds, in whatever order
        // the linker has put them.
        let declared = || {
            let levels = self.declarations.iter().filter_map(|declaration| declaration.level);
            levels.min().map(|level| (level, LevelSource::Attribute))
        };
        overridden.or_else(set).or_else(declared)
    }

    /// A gap lets everything through: only a declared logger has a door to close.
    fn propagates(&self) -> bool {
        self.propagate.unwrap_or_else(|| {
            self.declarations.is_empty()
                || self.declarations.iter().any(|declaration| declaration.propagate)
        })
    }
}
