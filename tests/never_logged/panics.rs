//! Panic messages of the observed thread are searched and not printed; other threads' are printed.

use std::fmt;
use std::io::{self, Write as _};
use std::panic::{self, catch_unwind};
use std::thread;

use logkit::testing::assert_never_logged;

use crate::assertions::{CANARY, fails, said};
use support::alone::alone;

#[test]
fn a_closure_that_panics_has_failed() {
    let line = line!() + 1;
    let message = said(|| assert_never_logged(CANARY, || panic!("no connection {}", 7)));
    let message = message.unwrap();
    let wanted = format!("the closure panicked at {}:{line}:", file!());
    assert!(message.starts_with(&wanted), "{message}");
    assert!(!message.contains("no connection"), "{message}");
    let message = said(|| {
        assert_never_logged(CANARY, || {
            panic::panic_any(7);
        });
    });
    assert!(message.unwrap().starts_with("the closure panicked at "));
}

#[test]
fn the_message_of_a_panic_is_searched() {
    let wanted = [
        "in a panic's message in the closure: all of it, as it is: bytes 10..26 of 26 (at ",
        "\nthe closure panicked at ",
    ];
    fails(CANARY, &wanted, || assert_never_logged(CANARY, || panic!("wrong key {CANARY}")));
    fails(CANARY, &wanted, || {
        assert_never_logged!(CANARY, || -> u8 { panic!("wrong key {CANARY}") });
    });
}

#[test]
fn the_message_of_a_caught_panic_is_searched() {
    let wanted = ["in a panic's message in the closure: all of it"];
    fails(CANARY, &wanted, || {
        assert_never_logged(CANARY, || catch_unwind(|| panic!("wrong key {CANARY}")).is_err());
    });
    assert_never_logged(CANARY, || catch_unwind(|| panic!("wrong key")).is_err());
}

#[test]
fn stderr_gets_only_the_result() {
    struct Panics;
    impl fmt::Debug for Panics {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("half of it")?;
            panic!("Debug with {CANARY}")
        }
    }
    let scene = || {
        said(|| assert_never_logged(CANARY, || panic!("closure with {CANARY}"))).unwrap();
        said(|| assert_never_logged(CANARY, || Panics)).unwrap();
        assert_never_logged(CANARY, || Err::<(), _>("harmless"));
    };
    let Some(seen) = alone(scene) else { return };
    assert!(!seen.stderr.contains(&CANARY[..4]), "{}", seen.stderr);
    assert!(!seen.stderr.contains("harmless"), "{}", seen.stderr);
    assert!(!seen.stderr.contains("closure with"), "{}", seen.stderr);
    assert_eq!(seen.stderr.matches("the closure panicked at ").count(), 1);
    assert_eq!(seen.stderr.matches("in a panic's message in `{:?}`: ").count(), 1);
}

#[test]
fn the_previous_hook_gets_all_other_panics() {
    let scene = || {
        panic::set_hook(Box::new(|info| {
            let message = info.payload().downcast_ref::<&str>().copied().unwrap_or("the verdict");
            io::stderr().write_all(format!("hook: {message}\n").as_bytes()).unwrap();
        }));
        assert_never_logged(CANARY, || {
            let other = thread::spawn(|| panic!("of another thread"));
            (other.join().is_err(), catch_unwind(|| panic!("of this thread")).is_err())
        });
        assert!(catch_unwind(|| panic!("afterwards")).is_err());
        said(|| assert_never_logged(CANARY, || CANARY)).unwrap();
        assert!(catch_unwind(|| panic!("after a verdict")).is_err());
    };
    let Some(seen) = alone(scene) else { return };
    let hooked: Vec<_> =
        seen.stderr.lines().filter_map(|line| line.strip_prefix("hook: ")).collect();
    assert_eq!(hooked, ["of another thread", "afterwards", "the verdict", "after a verdict"]);
}

#[test]
fn a_hook_of_the_closures_own_changes_nothing() {
    let scene = || {
        let message = said(|| {
            assert_never_logged(CANARY, || {
                panic::set_hook(Box::new(|_| ()));
                panic!("wrong key {CANARY}")
            });
        });
        let message = message.unwrap();
        assert!(message.contains("in a panic's message in the closure"), "{message}");
        assert!(!message.contains(CANARY), "{message}");
    };
    let _ = alone(scene);
}

#[test]
fn a_later_hook_of_the_program_gets_no_message_with_the_value() {
    struct Login;
    impl fmt::Debug for Login {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "Login {{ key: {CANARY} }}")
        }
    }
    let scene = || {
        // The first test installs its hook, and the program another one in front.
        assert_never_logged(CANARY, || ());
        let previous = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            let message = info.payload().downcast_ref::<String>().map_or("", |message| message);
            io::stderr().write_all(format!("hook: {message}\n").as_bytes()).unwrap();
            previous(info);
        }));
        said(|| assert_never_logged(CANARY, || Login)).unwrap();
    };
    let Some(seen) = alone(scene) else { return };
    assert!(!seen.stderr.contains(&CANARY[..4]), "{}", seen.stderr);
    assert_eq!(seen.stderr.matches("hook: the secret shows").count(), 1, "{}", seen.stderr);
}
