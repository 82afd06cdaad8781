//! The code of an error, pasted into the program, compiles.
//!
//! An error says ``write `code` ``, ``add `code` `` or ``remove `code` ``, and often names a second code
//! after an "or". Here its snapshot is read as a user would read the error: the code replaces what the
//! carets are under. A whole call replaces the call around them, and an attribute the one of its name, or
//! goes in front of the item. All errors of a program are corrected at once, by their first code, by their
//! second one, and so on; the corrected programs are compiled as the modules of one program.

mod code;

use std::fs;
use std::path::{Path, PathBuf};

use self::code::Fault;

/// The programs that the code of their errors does not correct, and why.
const LEFT_OUT: &[(&str, &str)] = &[
    ("event_arguments_do_not_match", "rustc's errors, and two errors in turn"),
    ("event_bad_logger", "rustc's error"),
    ("event_exception_of_no_error", "the note of a type error, for a variable"),
    ("event_formats_is_a_feature", "code for Cargo.toml"),
    ("event_logger_of_a_generic", "rustc's error"),
    ("event_no_debug", "rustc's error"),
    ("event_no_debug_of_a_generic", "rustc's error"),
    ("event_no_display", "rustc's errors"),
    ("event_no_import", "rustc's error"),
    ("event_no_logger", "rustc's error"),
    ("event_no_value", "the note of a type error, for a variable"),
    ("event_testing_is_a_feature", "code for Cargo.toml"),
    ("event_unknown_capture", "rustc's error"),
    ("event_unknown_field", "rustc's error"),
    ("lint_all_at_once", "rustc's error, and two errors in turn"),
    ("lint_annotated_module", "errors in a macro's body"),
    ("lint_counts", "the note of a type error, for a capture"),
    ("lint_instrument", "one `skip(..)` for several parameters"),
    ("lint_instrument_everywhere", "one `skip(..)` for several parameters"),
    ("module_logger_all_at_once", "an import without its only name"),
    ("module_logger_bad_names", "carets under wide characters"),
    ("module_logger_bad_paths", "code for the attribute of another module"),
    ("module_logger_bypass_by_import", "an import without its only name"),
    ("module_logger_bypass_by_path", "two errors in turn: the level of `log`"),
    ("module_logger_file_module", "code for another file"),
    ("module_logger_file_module_within", "code for another file"),
    ("module_logger_name_not_a_string", "rustc's error"),
    ("module_logger_on_something_else", "one static for several items"),
    ("module_logger_spans_of_types", "rustc's errors"),
    ("module_logger_static_of_an_unknown_type", "rustc's error"),
    ("module_logger_vis_on_a_static", "two places"),
    ("newcomer_guard_without_a_name", "no code: a name of the user's choice"),
    ("newcomer_method_of_the_logger", "the note of a type error, for a method"),
    ("redact_all_at_once", "two errors in turn"),
    ("redact_bad_bound", "code for another place"),
    ("redact_bound_of_its_own", "rustc's error"),
    ("redact_crate_path", "code for another place"),
    ("redact_debug_beside_it", "rustc's error"),
    ("redact_hash_without_its_feature", "code for Cargo.toml"),
    ("redact_keep_nothing", "two codes for two cases"),
    ("redact_keep_on_another_type", "code for another place"),
    ("redact_misplaced_skip", "code for another place"),
    ("redact_named_like_a_mask", "code for another place"),
    ("redact_nested", "code for another place"),
    ("redact_nested_secret", "code for another place"),
    ("redact_not_a_collection", "code for another place"),
    ("redact_not_a_value", "the path of a function to be written"),
    ("redact_not_redact", "code for another place"),
    ("redact_not_safe", "a bound of a function"),
    ("redact_nothing_marked", "code for another place"),
    ("redact_nothing_to_mark", "code for another place"),
    ("redact_on_a_variant", "code for another place"),
    ("redact_on_the_type", "code for another place"),
    ("redact_shown_without_debug", "rustc's error"),
    ("redact_two_attributes", "one attribute in place of two"),
    ("redact_undecided", "two errors in turn"),
    ("redact_union", "a value of the type"),
    ("redact_variant_named_like_a_secret", "code for another place"),
    ("redact_wrong_signature", "rustc's error"),
    ("strict_another_module", "a path that the test moves"),
    ("strict_error_of_an_exception", "a mask is no error"),
    ("strict_every_macro", "the note of a type error, for a shorthand as the only part"),
    ("strict_message_made_as_a_whole", "code for the whole message"),
    ("strict_static_of_another_type", "rustc's error"),
    ("strict_text_in_pieces", "the note of a type error, for an expression in parts"),
    ("strict_text_of_a_static", "the note of a type error, for an expression in parts"),
    ("strict_text_of_run_time", "the note of a type error, for an expression in parts"),
    ("strict_variable_named_like_a_constant", "rustc's error"),
];

/// Pastes the code of each snapshot in the folders, and returns the path of the program of them all.
pub(crate) fn paste(folders: &[&str], least: usize) -> PathBuf {
    let mut all = String::from("#![allow(unused, deprecated)]\n");
    let (mut count, mut without) = (0, Vec::new());
    for folder in folders {
        for snapshot in snapshots(folder) {
            let stem = snapshot.file_stem().unwrap().to_str().unwrap();
            let name = format!("{folder}_{stem}");
            if LEFT_OUT.iter().any(|(program, _)| *program == name) {
                continue;
            }
            let program = fs::read_to_string(snapshot.with_extension("rs")).unwrap();
            let text = fs::read_to_string(&snapshot).unwrap();
            let faults = Fault::all(&text, &program);
            if faults.is_empty() {
                without.push(name);
                continue;
            }
            let alternatives = faults.iter().map(|fault| fault.codes.len()).max().unwrap_or(0);
            for alternative in 0..alternatives {
                let pasted = code::pasted(&faults, alternative, &program);
                // In a module, `crate` is another one.
                let pasted = pasted.replace("crate::", &format!("crate::{name}_{alternative}::"));
                let index = alternative.to_string();
                all.extend(["mod ", &name, "_", &index, " {\n", &pasted, "}\n"]);
            }
            count += faults.iter().map(|fault| fault.codes.len()).sum::<usize>();
        }
    }
    assert!(without.is_empty(), "no code: {without:?}");
    assert!(count >= least, "{count} codes");
    all += "fn main() {}\n";
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("pasted_{}.rs", folders[0]));
    fs::write(&path, all).unwrap();
    path
}

fn snapshots(folder: &str) -> Vec<PathBuf> {
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let is_snapshot = |path: &PathBuf| path.extension().is_some_and(|end| end == "stderr");
    let mut paths: Vec<_> = entries.filter(is_snapshot).collect();
    paths.sort();
    paths
}
