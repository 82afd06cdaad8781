//! The JSON Schema and the reader accept and refuse the same files, with Python's `jsonschema` as the
//! judge of the schema.

use logkit::{Config, ConfigError};
use support::python::ask;

/// Files that differ in nothing but one value: each is tried with all kinds of values.
const PLACES: [&str; 22] = [
    "level = V",
    "[root]\nlevel = V",
    "[root]\nhandlers = V",
    "[loggers.payments]\nlevel = V",
    "[loggers.payments]\npropagate = V",
    "[loggers.payments]\nhandlers = V",
    "loggers.payments = V",
    "handlers.a = V",
    "[handlers.a]\ntype = V",
    "[handlers.a]\ntype = 'stderr'\ncolors = V",
    "[handlers.a]\ntype = 'stderr'\nscrub = V",
    "[handlers.a]\ntype = 'file'\npath = V",
    "[handlers.a]\ntype = 'file'\npath = 'x'\nmax_bytes = V\nbackup_count = 3",
    "[handlers.a]\ntype = 'file'\npath = 'x'\nmax_bytes = 10\nbackup_count = V",
    "[handlers.a]\ntype = 'file'\npath = 'x'\nflush_interval = V",
    "[handlers.a]\ntype = 'file'\npath = 'x'\nrotation = V",
    "[handlers.a]\ntype = 'file'\npath = 'x'\nzone = V",
    "[handlers.a]\ntype = 'queued'\nover = 'stderr'\non_full = V",
    "[formats.a]\ntype = 'json'\nkeys = V",
    "[formats.a]\ntype = 'json'\nconstants = V",
    "noise = V",
    "[scrub]\nnames = V",
];

const VALUES: [&str; 66] = [
    "true",
    "false",
    "0",
    "1",
    "5",
    "10",
    "15",
    "50",
    "-1",
    "4294967295",
    "4294967296",
    "0x10",
    "1.5",
    "inf",
    "1979-05-27",
    "''",
    "'info'",
    "'WARN'",
    "'Warning'",
    "'crit'",
    "' info'",
    "'10'",
    "'off'",
    "'local'",
    "'utc'",
    "'UTC'",
    "'+01:00'",
    "'-23:59'",
    "'+24:00'",
    "'+01:60'",
    "'+1:00'",
    "'10 MB'",
    "'10MB'",
    "'10  MB'",
    "'10 mb'",
    "'1.5 MB'",
    "'9999999 TiB'",
    "'10000000 B'",
    "'64 KiB'",
    "'5 s'",
    "'0 s'",
    "'5 sec'",
    "'1 min'",
    "'stderr'",
    "'always'",
    "'daily'",
    "'drop'",
    "'wait'",
    "[]",
    "['stderr']",
    "['stderr', 'null']",
    "['stderr', 'stderr']",
    "['']",
    "[7]",
    "[true, 'stderr']",
    "{}",
    "{ level = 'info' }",
    "{ hyper = 'error', h2 = 20 }",
    "{ 'h2::codec' = 'error', 'größe.x' = 'off' }",
    "{ 'hyper::' = 'error' }",
    "{ '.hyper' = 'error' }",
    "{ 'hy\"per' = 'error' }",
    "{ level = '' }",
    "{ type = 'null' }",
    "{ type = 'null', level = 'info' }",
    "{ path = 'x' }",
];

/// Whole files.
const FILES: [&str; 20] = [
    "",
    "levle = 'info'",
    "[handlers.a]\ntype = 'file'",
    "[handlers.a]\ntype = 'queued'",
    "[handlers.a]\ntype = 'queued'\nover = 'stderr'\nlevel = 'info'",
    "[handlers.a]\ntype = 'null'\npath = 'x'",
    "[handlers.a]\ntype = 'stderr'\npath = 'x'",
    "[handlers.a]\npath = 'x'",
    "[handlers.a]\ntype = 'file'\npath = 'x'\nmode = '0640'",
    "[handlers.a]\ntype = 'file'\npath = 'x'\nmode = '640'",
    "[handlers.a]\ntype = 'file'\npath = 'x'\nmode = '1640'",
    "[handlers.a]\ntype = 'file'\npath = 'x'\nmode = '00640'",
    "[handlers.a]\ntype = 'file'\npath = 'x'\nmode = 0o640",
    "[formats.a]\ntype = 'template'",
    "[formats.a]\ntype = 'template'\ntemplate = '%(message)s'\nzone = 'utc'\ndatefmt = '%H'",
    "[formats.a]\ntype = 'standard'\ntemplate = '%(message)s'",
    "[formats.a]\ntype = 'ecs'\nflat_spans = true\nconstants = { 'service.name' = 'shop' }",
    "[formats.a]\ntype = 'json'\nkeys = { level = 'severity', levle = 'x' }",
    "[scrub]\nallow = ['pin']",
    "[scrub]\nnames = ['shoe size']\nemails = true\npatterns = { badge = 'AB[0-9]+' }",
];

#[test]
fn the_schema_accepts_and_refuses_what_the_reader_does() {
    let with_values =
        PLACES.iter().flat_map(|place| VALUES.iter().map(move |value| place.replace('V', value)));
    let texts: Vec<String> =
        with_values.chain(FILES.iter().map(|file| (*file).to_owned())).collect();
    let questions: Vec<String> =
        texts.iter().map(|text| serde_json::to_string(text).unwrap()).collect();
    let Some(answers) = ask("config/schema.py", (3, 11), &questions) else { return };
    let mut wrong = Vec::new();
    let mut accepted = 0;
    for (text, answer) in texts.iter().zip(&answers) {
        let read = Config::from_toml(text);
        accepted += usize::from(read.is_ok());
        if read.is_ok().to_string() != *answer && !depends_on_more(&read) {
            wrong.push(format!("{text}\n  schema {answer}, reader {:?}", read.err()));
        }
    }
    assert!(wrong.is_empty(), "{}:\n{}", wrong.len(), wrong.join("\n\n"));
    assert!(accepted > 60 && accepted * 4 < texts.len() * 3, "{accepted} of {}", texts.len());
}

/// Mistakes that no schema finds: a name that refers to nothing, or that is there twice.
fn depends_on_more(read: &Result<Config, ConfigError>) -> bool {
    let refers = |message: &str| {
        message.starts_with("unknown handler `")
            || message.starts_with("unknown logger `")
            || message.contains("` is used twice; ")
    };
    read.as_ref().is_err_and(|error| error.mistakes().all(|mistake| refers(mistake.message())))
}

#[test]
fn the_committed_schema_is_that_of_the_program() {
    let path = support::repository().join("logkit/config.schema.json");
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    let schema = Config::json_schema();
    if committed != schema {
        let fresh = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("config.schema.json");
        std::fs::write(&fresh, schema).unwrap();
        panic!("{} is out of date; replace it by {}", path.display(), fresh.display());
    }
}
