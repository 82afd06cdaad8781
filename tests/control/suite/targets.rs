//! The levels of third parties' targets, which the door sets as it sets those of loggers.

use logkit::handler::Memory;
use logkit::{Level, Logger, control, module_logger};
use serde_json::json;
use support::alone::alone;
use support::lines;

use super::{client, get, post, refused, third_party, told, wait_until};

#[module_logger("accounts")]
static LOGGER: Logger;

#[test]
fn a_target_has_a_level_for_a_time() {
    alone(|| {
        let memory = Memory::new();
        let _logkit = logkit::layer().with_handler(memory.clone()).init();
        third_party("before");
        assert_eq!(
            get("/loggers/hyper"),
            json!({ "configuredLevel": null, "effectiveLevel": "WARNING", "source": "root" })
        );
        post("/loggers/hyper", &json!({ "configuredLevel": "DEBUG", "for": "500 ms" }));
        third_party("meanwhile");
        let listed = &get("/loggers")["loggers"]["hyper"];
        assert_eq!(listed, &get("/loggers/hyper"));
        let [configured, source] = ["configuredLevel", "source"].map(|key| listed[key].clone());
        assert_eq!((configured, source), (json!("DEBUG"), json!("override")), "{listed}");
        assert!(listed["until"].as_str().unwrap().ends_with('Z'), "{listed}");
        let tree = logkit::logger_tree();
        assert_eq!(tree.targets().map(|(target, ..)| target).collect::<Vec<_>>(), ["hyper"]);
        assert!(tree.to_string().contains("\nhyper   DEBUG  override\n"), "{tree}");
        let explained = control().handle("GET", "/explain/hyper%3A%3Aclient/DEBUG", "");
        assert!(
            explained.body().contains("yes  threshold DEBUG, from hyper\n"),
            "{}",
            explained.body()
        );

        wait_until("the level reverts", || memory.records().len() == 3);
        third_party("after");
        assert_eq!(
            told(&memory),
            [
                "logkit - WARNING - an operator changed a level logger=hyper level=DEBUG \
                 previous=WARNING duration=\"500 ms\"",
                "hyper - INFO - meanwhile",
                "logkit - WARNING - a level that an operator had changed was reverted logger=hyper \
                 level=WARNING",
            ]
        );
        assert_eq!(get("/loggers")["loggers"].get("hyper"), None);
    });
}

#[test]
fn it_lies_above_the_rules_of_the_program() {
    alone(|| {
        let memory = Memory::new();
        let _logkit = logkit::layer().with_handler(memory.clone()).init();
        logkit::silence(["hyper", "tower-http"], Level::Error);
        client("silenced");
        let hyper = &get("/loggers")["loggers"]["hyper"];
        assert_eq!(
            hyper,
            &json!({ "configuredLevel": "ERROR", "effectiveLevel": "ERROR", "source": "silence" })
        );
        // The rule for all below it, unless one of them has its own.
        assert_eq!(get("/loggers/hyper::client")["source"], "hyper");
        post("/loggers/hyper", &json!({ "configuredLevel": "INFO", "for": "forever" }));
        client("shown");
        post("/loggers/hyper::client", &json!({ "configuredLevel": "OFF" }));
        client("off");
        third_party("shown, too");
        logkit::silence(["hyper"], Level::Critical);
        third_party("still shown");
        for target in ["hyper::client", "hyper", "hyper"] {
            post(&format!("/loggers/{target}"), &json!({ "configuredLevel": null }));
        }
        client("the program's level");
        let shown = lines::of(&memory);
        let of_hyper: Vec<_> = shown.iter().filter(|line| line.starts_with("hyper")).collect();
        assert_eq!(
            of_hyper,
            [
                "hyper::client - WARNING - shown",
                "hyper - INFO - shown, too",
                "hyper - INFO - still shown"
            ]
        );
        assert_eq!(shown.len(), 7, "{shown:?}");
        assert_eq!(get("/loggers/hyper")["effectiveLevel"], "CRITICAL");

        // One rule, however a crate is spelled.
        post("/loggers/tower_http", &json!({ "configuredLevel": "DEBUG" }));
        assert_eq!(get("/loggers/tower-http")["setByOperator"], "DEBUG");
        assert_eq!(get("/loggers")["loggers"].get("tower_http"), None);
        post("/loggers/tower-http", &json!({}));
        assert_eq!(get("/loggers/tower_http")["effectiveLevel"], "ERROR");
    });
}

#[test]
fn names_that_are_no_targets_are_refused() {
    alone(|| {
        let change = r#"{"configuredLevel":"DEBUG"}"#;
        let refused = |name: &str| refused("POST", &format!("/loggers/{name}"), change);
        let unknown = (404, "no logger `hyper`; see /loggers".to_owned());
        assert_eq!(refused("hyper"), unknown, "nothing would get its events");
        let layer = logkit::layer().init();
        for (name, message) in [
            ("acounts", "no logger `acounts`; the nearest is `accounts`"),
            ("%20", "no logger ` `; see /loggers"),
            ("hyper%0Ax", "no logger `hyper\\nx`; see /loggers"),
            ("..", "no logger `..`; see /loggers"),
            ("hyper::", "no logger `hyper::`; see /loggers"),
            ("hyper.", "no logger `hyper.`; see /loggers"),
        ] {
            assert_eq!(refused(name), (404, message.to_owned()));
        }
        assert_eq!(refused(&"x".repeat(300)).0, 404);
        let claimed = module_path!();
        let message =
            format!("statements in the module `{claimed}` are records of the logger `accounts`");
        assert_eq!(refused(claimed), (404, message));
        assert_eq!(LOGGER.level(), logkit::LevelFilter::INFO);
        assert_eq!(get("/loggers")["loggers"].as_object().unwrap().get("hyper"), None);
        drop(layer);
    });
}
