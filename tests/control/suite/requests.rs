//! The requests, without a server.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering::Relaxed};

use logkit::handler::{Handler, Lines, Memory};
use logkit::sink::Sink;
use logkit::{Level, LevelFilter, Logger, Record, control, debug, error, info, module_logger};
use serde_json::{Value, json};
use support::alone::alone;

#[cfg(feature = "file")]
use super::Folder;
use super::{get, post, refused, third_party, told, wait_until};

#[test]
fn the_answers_have_the_shape_of_springs() {
    #[module_logger("spring", level = "warning")]
    static LOGGER: Logger;
    let _ = &LOGGER;
    #[module_logger("spring.boot.actuate")]
    static BELOW: Logger;
    let _ = &BELOW;

    // https://docs.spring.io/spring-boot/api/rest/actuator/loggers.html: "The response contains details
    // of the application's loggers", with these keys.
    let all = get("/actuator/loggers");
    let keys: Vec<&String> = all.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["groups", "levels", "loggers"]);
    assert_eq!(
        all["levels"],
        json!(["OFF", "CRITICAL", "ERROR", "WARNING", "INFO", "DEBUG", "TRACE"])
    );
    let logger = &all["loggers"]["spring"];
    assert_eq!(logger["configuredLevel"], "WARNING");
    assert_eq!(logger["effectiveLevel"], "WARNING");
    // An ancestor that no static declares has no level of its own, as a package in Spring.
    for name in ["spring.boot", "spring.boot.actuate"] {
        let logger = get(&format!("/loggers/{name}"));
        assert_eq!(logger, all["loggers"][name]);
        assert_eq!(logger["configuredLevel"], Value::Null);
        assert_eq!(logger["effectiveLevel"], "WARNING");
        assert_eq!(logger["source"], "spring");
    }
    // "configuredLevel: Level for the logger, if any", and Spring's own name of a level.
    post("/actuator/loggers/spring.boot", &json!({ "configuredLevel": "WARN" }));
    post("/loggers/spring.boot", &json!({ "configuredLevel": "debug" }));
    assert_eq!(BELOW.level(), LevelFilter::DEBUG);
    assert_eq!(LOGGER.level(), LevelFilter::WARNING);
    let logger = get("/loggers/spring.boot/");
    assert_eq!(logger["configuredLevel"], "DEBUG");
    assert_eq!(logger["setByOperator"], "DEBUG");
    assert!(logger["until"].as_str().unwrap().ends_with('Z'), "{logger}");
    // "Clearing a log level: a POST request with a JSON body that contains an empty object".
    post("/loggers/spring.boot", &json!({}));
    assert_eq!(BELOW.level(), LevelFilter::WARNING);
    assert_eq!(get("/loggers/spring.boot").get("until"), None);
}

#[test]
fn a_change_is_logged_and_reverts_by_itself() {
    #[module_logger("reverts")]
    static LOGGER: Logger;
    let memory = Memory::new();
    LOGGER.add_handler(memory.clone());

    debug!("not shown");
    post("/loggers/reverts", &json!({ "configuredLevel": "DEBUG", "for": "50 ms" }));
    wait_until("the level reverts", || memory.records().len() == 2);
    debug!("not shown");
    assert_eq!(LOGGER.level(), LevelFilter::INFO);
    assert_eq!(
        told(&memory),
        [
            "logkit - WARNING - an operator changed a level logger=reverts level=DEBUG \
             previous=INFO duration=\"50 ms\"",
            "logkit - WARNING - a level that an operator had changed was reverted logger=reverts \
             level=INFO",
        ]
    );
}

#[test]
fn a_change_is_logged_before_its_end_however_short_it_is() {
    #[module_logger("shortest")]
    static LOGGER: Logger;
    let memory = Memory::new();
    LOGGER.add_handler(memory.clone());
    for _ in 0..100 {
        // One to replace, which takes time.
        for time in ["1 h", "0.001 ms"] {
            post("/loggers/shortest", &json!({ "configuredLevel": "DEBUG", "for": time }));
        }
        wait_until("the level reverts", || memory.records().len() == 3);
        assert!(memory.lines()[2].contains("was reverted"), "{:?}", memory.lines());
        memory.clear();
    }
}

#[test]
fn a_change_and_its_end_are_logged_past_the_threshold() {
    #[module_logger("silenced")]
    static LOGGER: Logger;
    let memory = Memory::new();
    LOGGER.add_handler(memory.clone());

    post("/loggers/silenced", &json!({ "configuredLevel": "OFF", "for": "forever" }));
    error!("not shown");
    assert_eq!(get("/loggers/silenced")["until"], "forever");
    post("/loggers/silenced", &json!({ "configuredLevel": null }));
    // A second time there is nothing to revert.
    post("/loggers/silenced", &json!({ "configuredLevel": null }));
    assert_eq!(
        told(&memory),
        [
            "logkit - WARNING - an operator changed a level logger=silenced level=OFF \
             previous=INFO duration=forever",
            "logkit - WARNING - a level that an operator had changed was reverted logger=silenced \
             level=INFO",
        ]
    );
}

#[test]
fn a_second_change_replaces_the_first() {
    #[module_logger("replaced")]
    static LOGGER: Logger;
    let memory = Memory::new();
    LOGGER.add_handler(memory.clone());
    let change = |level: &str, time: &str| {
        post("/loggers/replaced", &json!({ "configuredLevel": level, "for": time }));
    };
    change("TRACE", "1 h");
    change("DEBUG", "1 h");
    change("ERROR", "50 ms");
    wait_until("the level reverts", || memory.records().len() == 4);
    // Not to one of the two before.
    assert_eq!(LOGGER.level(), LevelFilter::INFO);
    LOGGER.set_level(Level::Critical);
    change("DEBUG", "1 h");
    LOGGER.set_level(Level::Warning);
    assert_eq!(LOGGER.level(), LevelFilter::DEBUG);
    post("/loggers/replaced", &json!({ "configuredLevel": null }));
    // The program's own level is not the operator's to reset.
    assert_eq!(LOGGER.level(), LevelFilter::WARNING);
}

#[test]
fn of_changes_made_at_once_one_is_left() {
    #[module_logger("crowded")]
    static LOGGER: Logger;
    LOGGER.add_handler(Memory::new());
    std::thread::scope(|scope| {
        for level in ["TRACE", "DEBUG", "WARNING", "ERROR"] {
            scope.spawn(move || {
                for time in ["1 h", "1 ms", "forever", "1 h"] {
                    post("/loggers/crowded", &json!({ "configuredLevel": level, "for": time }));
                }
            });
        }
    });
    post("/loggers/crowded", &json!({ "configuredLevel": null }));
    assert_eq!(LOGGER.level(), LevelFilter::INFO);
}

#[test]
fn the_default_duration_can_be_set() {
    #[module_logger("shorter")]
    static LOGGER: Logger;
    let memory = Memory::new();
    LOGGER.add_handler(memory.clone());
    let door = control().with_default_duration(std::time::Duration::from_millis(20));
    let response = door.handle("POST", "/loggers/shorter", r#"{"configuredLevel":"DEBUG"}"#);
    assert_eq!(response.status(), 204);
    wait_until("the level reverts", || memory.records().len() == 2);
    post("/loggers/shorter", &json!({ "configuredLevel": "DEBUG" }));
    assert!(memory.lines()[2].contains("duration=\"10 min\""), "{:?}", memory.lines());
    info!("the logger works");
}

#[test]
fn wrong_paths_and_methods_are_explained() {
    #[module_logger("untouched")]
    static LOGGER: Logger;
    for (method, path, status, message) in [
        ("POST", "/loggers/untuched", 404, "no logger `untuched`; the nearest is `untouched`"),
        ("GET", "/loggers/%00", 404, "no logger `\\0`; see /loggers"),
        ("POST", "/loggers/untouch%65", 404, "no logger `untouche`; the nearest is `untouched`"),
        ("GET", "/loggers/untouched%", 400, "the path has a wrong `%` escape"),
        ("GET", "/loggers/%+1", 400, "the path has a wrong `%` escape"),
        ("GET", "/loggers/%ff", 400, "the path has a wrong `%` escape"),
        ("GET", "/loggers/%2e%2e%2ftree", 404, "no logger `../tree`; see /loggers"),
        ("GET", "/logers", 404, "no path `/logers`; the nearest is `/loggers`"),
        ("GET", "/", 404, "no path `/`; expected /loggers, /tree, /explain, "),
        ("GET", "/actuatorloggers", 404, "no path `/actuatorloggers`; expected /loggers, "),
        ("GET", "/loggers/a/b", 404, "no path `/loggers/a/b`; the nearest is `/loggers`"),
        ("POST", "/loggers", 405, "`POST` is not possible here; use GET"),
        ("DELETE", "/loggers/untouched", 405, "`DELETE` is not possible here; use GET, POST"),
        ("GET", "/flush", 405, "`GET` is not possible here; use POST"),
        ("get", "/tree", 405, "`get` is not possible here; use GET"),
        ("GET", "/explain/untouched/LOUD", 400, "unknown level `LOUD`"),
    ] {
        let (found, text) = refused(method, path, r#"{"configuredLevel":"DEBUG"}"#);
        assert_eq!(found, status, "{method} {path}: {text}");
        assert!(text.starts_with(message), "{method} {path}: {text}");
    }
    let allowed = |method, path| control().handle(method, path, "").allow().map(str::to_owned);
    assert_eq!(allowed("PUT", "/loggers/untouched").as_deref(), Some("GET, POST"));
    assert_eq!(allowed("GET", "/tree"), None);
    assert_eq!(control().handle("GET", "/loggers/", "").status(), 200);
    assert_eq!(LOGGER.level(), LevelFilter::INFO);
}

#[test]
fn wrong_bodies_are_explained_and_change_nothing() {
    #[module_logger("unchanged")]
    static LOGGER: Logger;
    let memory = Memory::new();
    LOGGER.add_handler(memory.clone());
    let large = format!("{}{}", " ".repeat(1024 * 1024), r#"{"configuredLevel":"DEBUG"}"#);
    let deep = "[".repeat(60_000);
    for (body, status, message) in [
        ("{", 400, "the body is not JSON: EOF while parsing an object"),
        (&deep, 400, "the body is not JSON: recursion limit exceeded"),
        ("\u{7f}\0", 400, "the body is not JSON: expected value"),
        (&large, 413, "the body has more than 65536 bytes"),
        (r#"{"configuredLevel":"VERBOSE"}"#, 400, "unknown level `VERBOSE`"),
        (r#"{"configuredLevel":["DEBUG"]}"#, 400, "`configuredLevel` is an array"),
        (r#"{"configuredLevel":"DEBUG","fro":"1 s"}"#, 400, "unknown key `fro`; write `for`"),
        (r#"{"configuredLevel":"DEBUG","for":"soon"}"#, 400, "`for`: expected a number"),
        (r#"{"configuredLevel":"DEBUG","for":"5 moons"}"#, 400, "`for`: unknown unit `moons`"),
        (r#"{"configuredLevel":"DEBUG","for":"-1 s"}"#, 400, "`for`: expected a number"),
        (r#"{"configuredLevel":"DEBUG","for":true}"#, 400, "`for`: a bool has no unit"),
    ] {
        let (found, text) = refused("POST", "/loggers/unchanged", body);
        assert_eq!(found, status, "{body:.80}: {text}");
        assert!(text.starts_with(message), "{body:.80}: {text}");
    }
    assert_eq!(LOGGER.level(), LevelFilter::INFO);
    assert_eq!(memory.records().len(), 0);
}

/// Counts flushes and reopenings, and fails on request.
#[derive(Default)]
struct Counted {
    flushed: AtomicU32,
    reopened: AtomicU32,
    fails: AtomicBool,
}

impl Sink for Counted {
    fn write_line(&self, _line: &[u8]) -> io::Result<()> {
        Ok(())
    }

    fn flush(&self) -> io::Result<()> {
        self.flushed.fetch_add(1, Relaxed);
        Ok(())
    }

    fn reopen(&self) -> io::Result<()> {
        self.reopened.fetch_add(1, Relaxed);
        if self.fails.load(Relaxed) { Err(io::ErrorKind::PermissionDenied.into()) } else { Ok(()) }
    }
}

/// Panics when it is reopened.
struct Unwilling(AtomicBool);

impl Handler for Unwilling {
    fn emit(&self, _record: &Record<'_>) -> io::Result<()> {
        Ok(())
    }

    fn reopen(&self) -> io::Result<()> {
        assert!(!self.0.load(Relaxed), "scripted");
        Ok(())
    }
}

#[test]
fn handlers_are_flushed_reopened_and_counted() {
    #[module_logger("handled")]
    static LOGGER: Logger;
    // Other tests reopen all handlers, too.
    let Some(seen) = alone(|| {
        let sink = Arc::new(Counted::default());
        let unwilling = Arc::new(Unwilling(AtomicBool::new(false)));
        LOGGER.add_handler(Lines::over(Arc::clone(&sink)).with_level(Level::Warning));
        LOGGER.add_handler(Arc::clone(&unwilling));
        info!("one");
        error!("two");

        let done = |path: &str| control().handle("POST", path, "").status();
        assert_eq!((done("/flush"), sink.flushed.load(Relaxed)), (204, 1));
        assert_eq!((done("/reopen"), sink.reopened.load(Relaxed)), (204, 1));
        sink.fails.store(true, Relaxed);
        unwilling.0.store(true, Relaxed);
        std::panic::set_hook(Box::new(|_| {}));
        let (status, message) = refused("POST", "/reopen", "");
        assert_eq!(
            (status, &*message),
            (
                500,
                "handled: Counted was not reopened: permission denied; handled: Unwilling was not \
                 reopened: it panicked"
            )
        );
        logkit::reopen_all();
        assert_eq!(sink.reopened.load(Relaxed), 3);
        assert_counts();
    }) else {
        return;
    };
    assert_eq!(seen.stderr, "logkit: handled: Counted was not reopened: permission denied\n");
}

fn assert_counts() {
    let stats = get("/stats");
    let find = |list: &str| -> Vec<Value> {
        let list = stats[list].as_array().unwrap().iter();
        list.filter(|one| one["name"] == "handled" || one["logger"] == "handled").cloned().collect()
    };
    assert_eq!(
        find("loggers"),
        [json!({ "name": "handled", "written": 3, "dropped": 0, "masked": 0, "passed": 0 })]
    );
    let handler = |name: &str, level: Value, written: u64| {
        json!({
            "logger": "handled", "handler": name, "level": level,
            "written": written, "dropped": 0, "masked": 0, "passed": 0,
        })
    };
    assert_eq!(
        find("handlers"),
        [handler("Counted", json!("WARNING"), 1), handler("Unwilling", Value::Null, 2)]
    );
}

#[test]
fn tree_and_explanation_are_text() {
    #[module_logger("shown_as_text")]
    static LOGGER: Logger;
    let _ = &LOGGER;
    let text = |path: &str| {
        let response = control().handle("GET", path, "");
        assert_eq!(response.content_type(), "text/plain; charset=utf-8");
        response.body().to_owned()
    };
    assert!(text("/tree").contains("\nshown_as_text "), "{}", text("/tree"));
    let explanation = text("/explain/shown_as_text/debug?x=y");
    assert!(explanation.starts_with("DEBUG of shown_as_text is not shown\n"), "{explanation}");
}

#[cfg(feature = "file")]
#[test]
fn files_are_reopened_behind_whatever_handler_holds_them() {
    use std::fs;

    use logkit::handler::File;

    #[module_logger("renamed")]
    static LOGGER: Logger;
    let folder = Folder::new("renamed");
    let path = folder.join("app.log");
    #[cfg(feature = "queue")]
    LOGGER.add_handler(logkit::handler::Queued::new(File::open(&path).unwrap()));
    #[cfg(not(feature = "queue"))]
    LOGGER.add_handler(File::open(&path).unwrap());
    info!("before");
    LOGGER.flush();
    fs::rename(&path, folder.join("app.log.1")).unwrap();
    assert_eq!(control().handle("POST", "/reopen", "").status(), 204);
    assert_eq!(fs::read_to_string(&path).unwrap(), "");
    info!("after");
    LOGGER.flush();
    assert!(fs::read_to_string(&path).unwrap().ends_with(" - renamed - INFO - after\n"));
    LOGGER.clear_handlers();
}

#[test]
fn the_root_is_the_level_of_third_parties() {
    use tracing_subscriber::layer::SubscriberExt as _;

    assert!(alone(|| {
        assert_eq!(refused("GET", "/loggers/ROOT", "").0, 404);
        let memory = Memory::new();
        let layer = logkit::layer().with_handler(memory.clone());
        let host = tracing_subscriber::registry().with(layer);
        let _host = tracing::subscriber::set_default(host);
        assert_eq!(get("/loggers")["loggers"]["ROOT"], get("/loggers/root"));
        assert_eq!(get("/loggers/ROOT")["configuredLevel"], "WARNING");
        third_party("before");
        post("/loggers/ROOT", &json!({ "configuredLevel": "INFO", "for": "forever" }));
        third_party("meanwhile");
        post("/loggers/ROOT", &json!({ "configuredLevel": null }));
        third_party("after");
        assert_eq!(
            told(&memory),
            [
                "logkit - WARNING - an operator changed a level logger=root level=INFO \
                 previous=WARNING duration=forever",
                "hyper - INFO - meanwhile",
                "logkit - WARNING - a level that an operator had changed was reverted logger=root \
                 level=WARNING",
            ]
        );
        assert_eq!(get("/loggers/ROOT")["effectiveLevel"], "WARNING");
    })
    .is_none_or(|seen| seen.stderr.is_empty()));
}
