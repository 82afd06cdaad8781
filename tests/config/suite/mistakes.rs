//! Every kind of mistake, with the error that names it.

use std::fs;

use logkit::{Config, LevelFilter};
use support::alone::alone;

use super::{PAYMENTS, new_folder};

/// The errors of a text: `line:column: key: message`.
fn errors(text: &str) -> Vec<String> {
    match Config::from_toml(text) {
        Ok(_) => Vec::new(),
        Err(error) => error.mistakes().map(ToString::to_string).collect(),
    }
}

const LEVELS: &str = "expected one of trace, debug, info, warn, warning, error, critical, off";

#[test]
fn each_mistake_is_named_at_its_place() {
    let file = "[handlers.main]\ntype = \"file\"\npath = \"app.log\"\n";
    let cases: Vec<(String, String)> = [
        // TOML itself.
        ("level = ", "1:9: string values must be quoted, expected literal string"),
        ("[loggers", "1:9: unclosed table, expected `]`"),
        ("level = \"info\"\nlevel = \"info\"", "2:1: duplicate key"),
        // Keys.
        ("levle = \"info\"", "1:1: levle: unknown key; did you mean `level`?"),
        ("[logger.payments]", "1:2: logger: unknown key; did you mean `loggers`?"),
        ("[x]", "1:2: x: unknown key; expected one of level, root, loggers, handlers, formats, noise, scrub"),
        ("[loggers.payments]\nlevl = \"info\"", "2:1: loggers.payments.levl: unknown key; did you mean `level`?"),
        ("[loggers.payments.gateway]\nlevel = \"info\"", "1:19: loggers.payments.gateway: a name with dots needs quotes; write `[loggers.\"payments.gateway\"]`"),
        ("[loggers.payments.a.b]\nlevel = \"info\"", "1:19: loggers.payments.a: a name with dots needs quotes; write `[loggers.\"payments.a.b\"]`"),
        ("[root]\npropagate = true", "2:1: root.propagate: unknown key; expected one of level, handlers"),
        ("[handlers.a]\ntype = \"stderr\"\nfromat = \"json\"", "3:1: handlers.a.fromat: unknown key; did you mean `format`?"),
        ("[handlers.a]\ntype = \"stderr\"\npath = \"x\"", "3:1: handlers.a.path: key of the type `file`; this one is `stderr`"),
        ("[handlers.a]\ntype = \"queued\"\nover = \"stderr\"\nlevel = \"info\"", "4:1: handlers.a.level: key of the type `stderr`, `stdout`, `file`; this one is `queued`"),
        ("[handlers.a]\nlevel = \"info\"", "1:1: handlers.a: missing key `type`; expected one of stderr, stdout, file, queued, null"),
        ("[handlers.a]\ntype = \"file\"", "1:1: handlers.a: missing key `path`"),
        ("[handlers.a]\ntype = \"queued\"", "1:1: handlers.a: missing key `over`"),
        ("[handlers.a]\ntype = \"fiel\"", "2:8: handlers.a.type: unknown type `fiel`; did you mean `file`?"),
        ("[formats.a]\ntype = \"template\"", "1:1: formats.a: missing key `template`"),
        // Types.
        ("level = true", "1:9: level: unexpected true; expected a level such as \"debug\""),
        ("loggers = 7", "1:11: loggers: unexpected number 7; expected a table"),
        ("[loggers]\npayments = \"info\"", "2:1: loggers.payments: unexpected text `info`; expected a table"),
        ("[loggers.payments]\npropagate = \"yes\"", "2:13: loggers.payments.propagate: unexpected text `yes`; expected `true` or `false`"),
        ("[loggers.payments]\nhandlers = \"stderr\"", "2:12: loggers.payments.handlers: unexpected text `stderr`; expected a list of names"),
        ("[loggers.payments]\nhandlers = [7]", "2:13: loggers.payments.handlers: unexpected number 7; expected a text"),
        ("[handlers.a]\ntype = 3", "2:8: handlers.a.type: unexpected number 3; expected a text"),
        ("[noise]\nhyper = 1979-05-27", "2:9: noise.hyper: unexpected date or time; expected a level such as \"debug\""),
        // Levels, sizes, durations and words.
        ("level = \"debgu\"", "1:9: level: unknown level `debgu`; did you mean `debug`?"),
        ("level = 15", "1:9: level: unexpected `15`; expected one of 5, 10, 20, 30, 40, 50, or a level's name"),
        ("[noise]\n\"h2::codec\" = \"loud\"", "2:15: noise.\"h2::codec\": unknown level `loud`; LEVELS"),
        ("FILE max_bytes = \"10 mb\"", "4:13: handlers.main.max_bytes: unknown unit `mb`; did you mean `MB`?"),
        ("FILE max_bytes = \"10\"", "4:13: handlers.main.max_bytes: `10` has no unit; expected one of B, kB, KB, MB, GB, TB, KiB, MiB, GiB, TiB"),
        ("FILE max_bytes = -1", "4:13: handlers.main.max_bytes: unexpected `-1`; expected a number of bytes"),
        ("FILE max_bytes = 1.5", "4:13: handlers.main.max_bytes: unexpected number 1.5; expected a size such as \"10 MB\""),
        ("FILE flush_interval = \"5 sec\"", "4:18: handlers.main.flush_interval: unknown unit `sec`; expected one of ms, s, min, h, d"),
        ("FILE flush_interval = 5", "4:18: handlers.main.flush_interval: unexpected number 5; expected a duration such as \"5 s\""),
        ("FILE keep = 0", "4:8: handlers.main.keep: unexpected `0`; expected a whole number from 1 on"),
        ("FILE mode = 640", "4:8: handlers.main.mode: unexpected number 640; expected permission bits as a text, such as \"0640\""),
        ("FILE mode = \"0888\"", "4:8: handlers.main.mode: unexpected `0888`; expected permission bits such as \"0640\""),
        ("FILE rotation = \"weekly\"", "4:12: handlers.main.rotation: unknown word `weekly`; expected one of daily, hourly"),
        ("FILE zone = \"CET\"", "4:8: handlers.main.zone: unexpected `CET`; expected `local`, `utc` or an offset such as `+01:00`"),
        ("[handlers.a]\ntype = \"stderr\"\ncolors = \"allways\"", "3:10: handlers.a.colors: unknown word `allways`; did you mean `always`?"),
        // Settings of a file that do not fit together, in the words of the file.
        ("FILE keep = 3", "1:1: handlers.main: log file `app.log`: `keep` needs a rotation by time or direct names; for a rotation by size, write `backup_count`"),
        // But no setting is missed that is there with a mistake of its own.
        ("FILE backup_count = 3\ngzip = true\nmax_bytes = \"10 mb\"", "6:13: handlers.main.max_bytes: unknown unit `mb`; did you mean `MB`?"),
        ("FILE keep_bytes = \"1 GB\"\nrotation = \"daily\"\nmax_byte = \"10 MB\"", "6:1: handlers.main.max_byte: unknown key; did you mean `max_bytes`?"),
        ("FILE max_bytes = \"10 MB\"", "1:1: handlers.main: log file `app.log`: `max_bytes` needs backups, or the file is never rotated; write `backup_count`"),
        ("[handlers.a]\ntype = \"file\"\npath = \"../app.log\"", "1:1: handlers.a: log file `../app.log`: the path contains `..`; expected a path without it"),
        ("FILE [handlers.z]\ntype = \"file\"\npath = \"app.log\"", "6:8: handlers.z.path: the handler `main` writes to this file, too"),
        // Formats.
        ("[formats.a]\ntype = \"template\"\ntemplate = \"%(levlname)s\"", "3:12: formats.a.template: unknown attribute `levlname`, perhaps `levelname`; ATTRIBUTES"),
        ("[formats.a]\ntype = \"json\"\nconstants.level = \"x\"", "1:1: formats.a: the key `level` is used twice; expected different keys for all parts and constants, see `JsonOptions::with_key`"),
        ("[formats.a]\ntype = \"json\"\nkeys.levle = \"x\"", "3:6: formats.a.keys.levle: unknown key; did you mean `level`?"),
        // References.
        ("[loggers.payments]\nhandlers = [\"mian\"]\n[handlers.main]\ntype = \"null\"", "2:13: loggers.payments.handlers: unknown handler `mian`; did you mean `main`?"),
        ("[root]\nhandlers = [\"x\"]", "2:13: root.handlers: unknown handler `x`; expected one of stderr, stdout, null"),
        ("[loggers.payments]\nhandlers = [\"stderr\", \"stderr\"]", "2:23: loggers.payments.handlers: `stderr` appears twice"),
        ("[handlers.a]\ntype = \"queued\"\nover = \"behind\"", "3:8: handlers.a.over: unknown handler `behind`; expected one of a, stderr, stdout, null"),
        ("[handlers.a]\ntype = \"queued\"\nover = \"a\"", "3:8: handlers.a.over: the handlers form a cycle: `a` -> `a`"),
        ("[handlers.a]\ntype = \"queued\"\nover = \"b\"\n[handlers.b]\ntype = \"queued\"\nover = \"a\"", "6:8: handlers.b.over: the handlers form a cycle: `a` -> `b` -> `a`"),
        ("[handlers.a]\ntype = \"stderr\"\nformat = \"jsno\"", "3:10: handlers.a.format: unknown format `jsno`; did you mean `json`?"),
        // A table of a wrong type is there nevertheless.
        ("[loggers.payments]\nhandlers = [\"a\"]\n[handlers.a]\ntype = \"rolling_file\"", "4:8: handlers.a.type: unknown type `rolling_file`; expected one of stderr, stdout, file, queued, null"),
        ("[handlers.a]\ntype = \"queued\"\nover = \"b\"\n[handlers.b]\npath = \"x\"", "4:1: handlers.b: missing key `type`; expected one of stderr, stdout, file, queued, null"),
        ("[handlers.a]\ntype = \"stderr\"\nformat = \"b\"\n[formats.b]\ntype = \"pattern\"", "5:8: formats.b.type: unknown type `pattern`; expected one of standard, pretty, logfmt, template, json, ecs, google_cloud"),
        ("[noise]\n\"hyper::*\" = \"error\"", "2:1: noise.\"hyper::*\": not a target; expected a path such as `hyper::client`"),
        ("[noise]\n\"\" = \"error\"", "2:1: noise.\"\": not a target; expected a path such as `hyper::client`"),
        ("[noise]\n\"hyper::\" = \"error\"", "2:1: noise.\"hyper::\": not a target; expected a path such as `hyper::client`"),
        // A column is one of characters, and a byte order mark is none.
        ("\u{feff}level = \"debgu\"", "1:9: level: unknown level `debgu`; did you mean `debug`?"),
        ("# größe\r\n\tlevel = 1", "2:10: level: unexpected `1`; expected one of 5, 10, 20, 30, 40, 50, or a level's name"),
        ("noise = { größe = 1 }", "1:13: invalid unquoted key, expected letters, numbers, `-`, `_`"),
        ("noise = { \"größe\" = 1 }", "1:21: noise.\"größe\": unexpected `1`; expected one of 5, 10, 20, 30, 40, 50, or a level's name"),
        ("[loggers.paymnets]\nlevel = \"info\"", "1:1: loggers.paymnets: unknown logger `paymnets`; did you mean `payments`?"),
        ("[loggers.\"payments.gatway\"]\nlevel = \"info\"", "1:1: loggers.\"payments.gatway\": unknown logger `payments.gatway`; did you mean `payments.gateway`?"),
        ("[loggers.elsewhere]", "1:1: loggers.elsewhere: unknown logger `elsewhere`; the program has none of this name"),
        // A file can only add masks.
        ("[handlers.a]\ntype = \"stderr\"\nscrub = false", "3:9: handlers.a.scrub: a file can only turn this on; expected `true`, or leave the key out"),
        ("[scrub]\nemails = false", "2:10: scrub.emails: a file can only turn this on; expected `true`, or leave the key out"),
        ("[scrub]\nnames = [\"_1\"]", "2:10: scrub.names: unexpected `_1`; expected the name of a field, with a letter"),
        ("[scrub]\nallow = [\"pin\"]", "2:1: scrub.allow: unknown key; expected one of names, emails, patterns"),
    ]
    .iter()
    .map(|(text, error)| (text.replace("FILE ", file), error.replace("LEVELS", LEVELS)))
    .collect();
    let mut wrong = Vec::new();
    for (text, expected) in &cases {
        let found = errors(text);
        let matches = match expected.split_once("ATTRIBUTES") {
            Some((start, _)) => found.len() == 1 && found[0].starts_with(start),
            None => found == [expected.as_str()],
        };
        if !matches {
            wrong.push(format!("{text}\n  found    {found:?}\n  expected [{expected:?}]"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n\n"));
}

/// A stack that is too small for a file would end the process.
#[test]
fn no_depth_is_too_deep() {
    let queues = |count: usize| {
        let queue = |number: usize| {
            format!("[handlers.q{number}]\ntype = 'queued'\nover = 'q{}'\n", number + 1)
        };
        let queues: String = (0..count).map(queue).collect();
        format!("{queues}[handlers.q{count}]\ntype = 'null'\n")
    };
    assert!(errors(&queues(8)).is_empty());
    let found = errors(&queues(9));
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].ends_with("more than 8 queues, one behind another"), "{found:?}");
    assert!(!errors(&queues(3_000)).is_empty());
    for (open, close) in [("[", "]"), ("{ a = ", " }"), ("[", "")] {
        let text = format!("level = {}1{}", open.repeat(5_000), close.repeat(5_000));
        let found = errors(&text);
        assert!(found[0].contains("cannot recurse further"), "{found:?}");
        // Not one for each level around.
        assert!(found.len() < 4, "{found:?}");
    }
    assert_eq!(errors(&format!("[{}x]", "a.".repeat(10_000))).len(), 1);
}

/// A column is counted in characters, after any number of other mistakes in the line.
#[test]
fn many_mistakes_in_one_line_have_their_columns() {
    let tables = (0..20_000).map(|number| format!(", x{number} = 1")).collect::<Vec<_>>().concat();
    let text = format!("\u{feff}\nloggers = {{ \"größe\" = 1{tables} }}");
    let line: Vec<char> = text.lines().nth(1).unwrap().chars().collect();
    let error = Config::from_toml(&text).unwrap_err();
    assert_eq!(error.mistakes().count(), 20_001);
    for mistake in error.mistakes() {
        assert_eq!(mistake.line(), 2, "{mistake}");
        let key = mistake.key().strip_prefix("loggers.").unwrap();
        let found = line.iter().skip(mistake.column() - 1).take(key.chars().count());
        assert_eq!(found.collect::<String>(), key, "{mistake}");
    }
}

#[test]
fn all_mistakes_are_named_at_once_and_nothing_changes() {
    alone(|| {
        Config::from_toml("[loggers.payments]\nlevel = \"trace\"").unwrap().apply().unwrap();
        let text = "level = \"loud\"\n\n[handlers.main]\ntype = \"file\"\nmax_byte = \"1 MB\"\n\
                    [loggers.payments]\nlevel = \"off\"\nhandlers = [\"other\"]\n";
        let error = Config::from_toml(text).unwrap_err();
        let expected = format!(
            "1:9: level: unknown level `loud`; {LEVELS}\n\
             3:1: handlers.main: missing key `path`\n\
             5:1: handlers.main.max_byte: unknown key; did you mean `max_bytes`?\n\
             8:13: loggers.payments.handlers: unknown handler `other`; expected one of main, stderr, stdout, null"
        );
        assert_eq!(error.to_string(), expected);
        assert_eq!(PAYMENTS.level(), LevelFilter::TRACE);
    });
}

#[test]
fn a_file_that_cannot_be_opened_changes_nothing() {
    alone(|| {
        let folder = new_folder();
        let missing = folder.path("missing/app.log");
        let text = format!(
            "[loggers.payments]\nlevel = \"off\"\nhandlers = [\"good\", \"main\"]\n\
             [handlers.main]\ntype = \"file\"\npath = {missing:?}\n\
             [handlers.good]\ntype = \"file\"\npath = {:?}\n",
            folder.path("good.log"),
        );
        let config = Config::from_toml(&text).unwrap();
        let error = config.apply().unwrap_err().to_string();
        let expected =
            format!("4:1: handlers.main: log file `{}`: the directory `", missing.display());
        assert!(error.starts_with(&expected), "{error}");
        assert!(error.ends_with("create it or write `create_dirs = true`"), "{error}");
        assert_eq!(PAYMENTS.level(), LevelFilter::INFO);
        assert!(PAYMENTS.handlers().is_empty());
        assert!(!folder.path("good.log").exists());
    });
}

#[test]
fn a_failed_configuration_leaves_the_files_as_they_were() {
    alone(|| {
        let folder = new_folder();
        let text = |missing: &str| {
            format!(
                "[loggers.payments]\nhandlers = [\"a\", \"b\", \"c\", \"d\", \"queue\"]\n\
                 [handlers.a]\ntype = \"file\"\npath = {:?}\nmax_bytes = 100\nbackup_count = 1\n\
                 [handlers.b]\ntype = \"file\"\npath = {:?}\n\
                 [handlers.c]\ntype = \"file\"\npath = {:?}\n\
                 [handlers.d]\ntype = \"file\"\npath = {:?}\n\
                 [handlers.queue]\ntype = \"queued\"\nover = \"e\"\n\
                 [handlers.e]\ntype = \"file\"\npath = {:?}\n",
                folder.path("rotated.log"),
                folder.path("new.log"),
                folder.path(missing),
                folder.path("empty.log"),
                folder.path("queued.log"),
            )
        };
        let names = || {
            let names = fs::read_dir(&folder.0).unwrap();
            let mut names: Vec<String> =
                names.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
            names.sort();
            names
        };
        // More backups than the configuration keeps.
        for name in ["rotated.log", "rotated.log.1", "rotated.log.2", "rotated.log.3"] {
            folder.put(name, "line\n");
        }
        folder.put("empty.log", "");
        let before = names();
        let error = Config::from_toml(&text("missing/x.log")).unwrap().apply().unwrap_err();
        assert_eq!(error.mistakes().count(), 1, "{error}");
        assert_eq!(names(), before);
        // Another process rotates the file, which is found out later than the others.
        let other = logkit::handler::File::builder(folder.path("rotated.log"));
        let other = other.with_max_bytes(1_000).with_backup_count(9).build().unwrap();
        let error = Config::from_toml(&text("x.log")).unwrap().apply().unwrap_err().to_string();
        assert!(error.contains("another handler or process rotates the file"), "{error}");
        assert_eq!(names(), before);
        drop(other);
        Config::from_toml(&text("x.log")).unwrap().apply().unwrap();
        assert!(["new.log", "x.log", "queued.log"].iter().all(|name| folder.path(name).exists()));
    });
}

#[test]
fn a_file_is_named_with_its_mistakes() {
    let folder = new_folder();
    let path = folder.path("log.toml");
    let shown = path.display();
    let error = Config::from_path(&path).unwrap_err();
    assert!(error.to_string().starts_with(&format!("{shown}: cannot read the file: ")), "{error}");
    assert_eq!(error.path(), Some(&*path));

    // After a mistake in TOML itself, anything may follow.
    folder.put("log.toml", "\nlevel = \"x\"\n[größe]\n");
    let error = Config::from_path(&path).unwrap_err().to_string();
    let expected = "invalid unquoted key, expected letters, numbers, `-`, `_`";
    assert_eq!(error, format!("{shown}:3:4: {expected}"));

    let keys = "level, root, loggers, handlers, formats, noise, scrub";
    folder.put("log.toml", "# grün\n\"größe\" = 1 # ä\n'a' = 2");
    let error = Config::from_path(&path).unwrap_err().to_string();
    let expected = format!(
        "{shown}:2:1: \"größe\": unknown key; expected one of {keys}\n\
         {shown}:3:1: a: unknown key; expected one of {keys}"
    );
    assert_eq!(error, expected);

    fs::write(&path, b"level = \"\xff\"").unwrap();
    let error = Config::from_path(&path).unwrap_err().to_string();
    assert_eq!(error, format!("{shown}: the file is not UTF-8"));
}

/// Neither waits for a writer or an end, nor fills the memory.
#[cfg(unix)]
#[test]
fn a_path_that_is_no_configuration_file_is_refused() {
    let folder = new_folder();
    let refused = |path: &std::path::Path, reason: &str| {
        let error = Config::from_path(path).unwrap_err();
        let expected = format!("{}: cannot read the file: {reason}", path.display());
        assert_eq!(error.to_string(), expected);
        assert_eq!(error.path(), Some(path));
    };
    let linked = |target: &std::path::Path| {
        let link = folder.path("link");
        let _ = fs::remove_file(&link);
        std::os::unix::fs::symlink(target, &link).unwrap();
        link
    };
    for device in ["/dev/zero", "/dev/null", "/dev/tty"] {
        refused(device.as_ref(), "it is not a regular file");
    }
    refused(&linked("/dev/zero".as_ref()), "it is not a regular file");
    refused(&folder.0, "it is a directory");
    refused(&linked(&folder.0), "it is a directory");
    let pipe = folder.path("pipe");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    refused(&pipe, "it is not a regular file");
    refused(&linked(&pipe), "it is not a regular file");
    let large = folder.path("large");
    fs::File::create(&large).unwrap().set_len(1 << 30).unwrap();
    refused(&large, "it has more than 1 MiB");
    let text = "level = 'info'\n";
    folder.put("large", &format!("{text}{}", "#".repeat((1 << 20) - text.len())));
    Config::from_path(linked(&large)).unwrap();
}

/// The example's file with random bytes changed: never a panic, and every mistake has a place in the text.
#[test]
fn any_text_is_read_or_refused() {
    let path = support::repository().join("examples/data/logging.toml");
    let text = fs::read_to_string(path).unwrap().replace("shop.orders", "payments");
    assert!(errors(&text).is_empty(), "{:?}", errors(&text));
    let mut random = 7_u64;
    let mut below = |limit: usize| {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        usize::try_from(random >> 33).unwrap() % limit
    };
    let pieces =
        ["\"", "[", "]", "=", "\n", "{", "}", "'", ".", "#", "0", "-", "ü", "\u{1b}", "type"];
    let mut refused = 0;
    for _ in 0..3_000 {
        let mut changed: Vec<char> = text.chars().collect();
        for _ in 0..=below(3) {
            let at = below(changed.len());
            let end = (at + below(4)).min(changed.len());
            changed.splice(at..end, pieces[below(pieces.len())].chars());
        }
        let changed: String = changed.into_iter().collect();
        let Err(error) = Config::from_toml(&changed) else { continue };
        refused += 1;
        assert!(error.mistakes().next().is_some(), "{changed}");
        for mistake in error.mistakes() {
            // A text that ends too early is wrong at its end.
            let line = changed.split('\n').nth(mistake.line() - 1).unwrap();
            assert!(mistake.column() <= line.chars().count() + 1, "{mistake}\n{changed}");
            assert!(!mistake.to_string().contains(['\n', '\u{1b}']), "{mistake:?}");
        }
    }
    assert!(refused > 1_000, "{refused}");
}

#[cfg(feature = "scrub")]
#[test]
fn a_mistake_is_one_line_without_control_characters() {
    let text = "[scrub]\npatterns.badge = \"(\\u001b[31m\"";
    assert_eq!(
        Config::from_toml(text).unwrap_err().to_string(),
        "2:18: scrub.patterns.badge: pattern \"badge\" is not a valid regular expression: regex \
         parse error: (\\u{1b}[31m ^ error: unclosed character class"
    );
    let error = Config::from_path("no\nsuch\u{1b}file").unwrap_err();
    assert!(
        error.to_string().starts_with("no\\nsuch\\u{1b}file: cannot read the file: "),
        "{error}"
    );
}
