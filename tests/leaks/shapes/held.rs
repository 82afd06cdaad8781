//! A masked value in the standard library's containers.

use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::{BTreeMap, HashMap, VecDeque};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::{Arc, Mutex, OnceLock, RwLock};

use logkit::Redact;
use serde_json::{Value, json};

use crate::secrets::password;
use crate::subject::{Derived, Nested, Plain, Shape, Subject};

#[derive(Clone, Redact)]
struct Login {
    user: &'static str,
    #[redact]
    password: String,
}

const DEBUG: &str = r#"Login { user: "ada", password: [redacted] }"#;

fn login() -> Login {
    Login { user: "ada", password: password() }
}

fn json() -> Value {
    json!({"user": "ada", "password": "[redacted]"})
}

/// A shape that contains one [`Login`]; `{}` in `debug` is replaced by it.
fn holds<S: Subject + 'static>(name: &'static str, make: fn() -> S, debug: &str) -> Shape {
    Shape::new(name, &[&password()], make, debug.replace("{}", DEBUG))
}

pub(super) fn shapes() -> Vec<Shape> {
    let mut shapes = pointers_and_lists();
    shapes.extend(maps_and_tuples());
    shapes.extend(cells());
    shapes
}

fn pointers_and_lists() -> Vec<Shape> {
    vec![
        holds("option", || Derived(Some(login())), "Some({})").json(json()).bare(DEBUG),
        holds("option.nested", || Derived(Some(Some(login()))), "Some(Some({}))")
            .json(json())
            .bare(DEBUG),
        Shape::new("option.none", &[], || Nested(None::<Login>), "None").json(Value::Null),
        holds("box", || Derived(Box::new(login())), "{}").json(json()),
        holds("rc", || Derived(Rc::new(login())), "{}").json(json()),
        holds("arc", || Derived(Arc::new(login())), "{}").json(json()),
        holds("reference", || Derived(&*Box::leak(Box::new(login()))), "{}").json(json()),
        holds("vec", || Derived(vec![login(), login()]), "[{}, {}]").json(json!([json(), json()])),
        holds("array", || Derived([login(), login()]), "[{}, {}]").json(json!([json(), json()])),
        holds("deque", || Nested(VecDeque::from([login()])), "[{}]").json(json!([json()])),
        holds("boxed_slice", || Nested(vec![login()].into_boxed_slice()), "[{}]")
            .json(json!([json()])),
        holds("cow", || Plain(Cow::<'static, [Login]>::Owned(vec![login()])), "[{}]"),
        holds("result", || Plain(Err::<(), _>(login())), "Err({})"),
    ]
}

fn maps_and_tuples() -> Vec<Shape> {
    vec![
        holds("tree_map", || Nested(BTreeMap::from([("a", login()), ("b", login())])), {
            r#"{"a": {}, "b": {}}"#
        })
        .json(json!({"a": json(), "b": json()})),
        holds("hash_map", || Nested(HashMap::from([("a", login())])), r#"{"a": {}}"#)
            .json(json!({"a": json()})),
        holds("tuple_of", || Nested((login(), login())), "({}, {})").json(json!([json(), json()])),
        holds("tuple_with_others", || Plain((login(), 1.5)), "({}, 1.5)"),
        holds(
            "all_at_once",
            || Nested(BTreeMap::from([("a", vec![Some(Arc::new(login())), None])])),
            r#"{"a": [Some({}), None]}"#,
        )
        .json(json!({"a": [json(), null]})),
    ]
}

/// Containers that may be locked, borrowed, poisoned or empty.
fn cells() -> Vec<Shape> {
    vec![
        holds("mutex", || Plain(Mutex::new(login())), "Mutex { data: {}, poisoned: false, .. }"),
        holds("mutex.locked", || Plain(locked(login())), &format!("{:?}", locked(()))),
        holds("mutex.poisoned", || Plain(poisoned()), "Mutex { data: {}, poisoned: true, .. }"),
        holds("lock", || Plain(RwLock::new(login())), "RwLock { data: {}, poisoned: false, .. }"),
        holds("once", || Plain(OnceLock::from(login())), "OnceLock({})"),
        holds("ref_cell", || Plain(RefCell::new(login())), "RefCell { value: {} }"),
        holds("ref_cell.borrowed", || Plain(borrowed(login())), &format!("{:?}", borrowed(()))),
        holds("ref_cell.masked", || Derived(Borrowed { user: "ada", cell: borrowed(login()) }), {
            r#"Borrowed { user: "ada", cell: [redacted] }"#
        })
        .json(json!({"user": "ada", "cell": "[redacted]"})),
        holds("mutex.masked", || Derived(Locked { user: "ada", lock: Arc::new(poisoned()) }), {
            r#"Locked { user: "ada", lock: [redacted] }"#
        })
        .json(json!({"user": "ada", "lock": "[redacted]"})),
        holds(
            "mutex.locked_and_masked",
            || Derived(Locked { user: "ada", lock: locked(login()) }),
            r#"Locked { user: "ada", lock: [redacted] }"#,
        )
        .json(json!({"user": "ada", "lock": "[redacted]"})),
    ]
}

#[derive(Redact)]
struct Borrowed {
    user: &'static str,
    #[redact]
    cell: &'static RefCell<Login>,
}

#[derive(Redact)]
struct Locked<L> {
    user: &'static str,
    #[redact]
    lock: L,
}

fn locked<T>(value: T) -> &'static Mutex<T> {
    let lock = &*Box::leak(Box::new(Mutex::new(value)));
    // Never unlocked, so a formatter that waits for the lock hangs.
    std::mem::forget(lock.lock());
    lock
}

fn poisoned() -> Mutex<Login> {
    let lock = Mutex::new(login());
    let panicked = catch_unwind(AssertUnwindSafe(|| {
        let _held = lock.lock();
        panic!("poisoned on purpose");
    }));
    assert!(panicked.is_err() && lock.is_poisoned());
    lock
}

fn borrowed<T>(value: T) -> &'static RefCell<T> {
    let cell = &*Box::leak(Box::new(RefCell::new(value)));
    std::mem::forget(cell.borrow_mut());
    cell
}
