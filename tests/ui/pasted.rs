//! The code of an error, pasted into the program, compiles.
//!
//! An error says ``write `code` `` or ``remove `code` ``. Here its snapshot is read as a user would read
//! the error: the code replaces what the carets are under. A whole call replaces the call around them, and
//! an attribute the one of its name, or goes in front of the item. The corrected programs are compiled as the modules of
//! one program.

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// The first error of a snapshot.
struct FirstError {
    /// The place under the carets, in bytes of the program.
    place: Range<usize>,
    verb: Verb,
    code: String,
}

enum Verb {
    Write,
    Add,
    Remove,
}

impl FirstError {
    fn read(snapshot: &str, program: &str) -> Option<Self> {
        let first = snapshot.split("\n\nerror").next()?;
        let mut verbs =
            [("write `", Verb::Write), ("add `", Verb::Add), ("remove `", Verb::Remove)]
                .into_iter()
                .filter_map(|(text, verb)| Some((first.find(text)?, text, verb)))
                .collect::<Vec<_>>();
        verbs.sort_by_key(|(at, ..)| *at);
        let (at, text, verb) = verbs.into_iter().next()?;
        let code = first[at + text.len()..].split('`').next()?.to_owned();
        let position = first.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
        let mut numbers = position.rsplit(':').map(|number| number.parse::<usize>().ok());
        let (column, line) = (numbers.next()??, numbers.next()??);
        let carets = first.lines().find(|line| line.contains('^'))?;
        let length = carets.chars().filter(|c| *c == '^').count();
        let start: usize = program.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let start = start + column - 1;
        let is_coded = first.starts_with("error[");
        let mut error = Self { place: start..start + length, verb, code };
        if is_coded {
            error.fill(&program[start..start + length]);
        }
        Some(error)
    }

    /// Puts the user's expression in place of the names that stand for it in the note of a type error,
    /// which cannot repeat it.
    fn fill(&mut self, expression: &str) {
        for name in ["value", "err"] {
            let is_alone = |at: usize| {
                let around = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
                !around(self.code[..at].chars().next_back())
                    && !around(self.code[at + name.len()..].chars().next())
            };
            let found = self.code.match_indices(name).map(|(at, _)| at).find(|at| is_alone(*at));
            if let Some(at) = found {
                self.code.replace_range(at..at + name.len(), expression);
                return;
            }
        }
    }

    /// The program with the code in it.
    fn pasted(&self, program: &str) -> String {
        let mut text = program.to_owned();
        match self.verb {
            Verb::Remove => text.replace_range(self.place.clone(), ""),
            Verb::Add => text.insert_str(self.place.end, &format!(", {}", self.code)),
            Verb::Write => {
                let range = self.replaced(program);
                let space = if range.is_empty() { " " } else { "" };
                text.replace_range(range, &format!("{}{space}", self.code));
            }
        }
        text
    }

    /// The attribute of the same name, or else the place in front of the item.
    fn attribute(&self, program: &str) -> Range<usize> {
        let name = self.code.split(['(', ']']).next().unwrap_or_default();
        let Some(start) = program[..self.place.start].rfind(name) else {
            return self.place.start..self.place.start;
        };
        let length = program[start..].find(']').map_or(0, |at| at + 1);
        start..start + length
    }

    /// What the code replaces.
    fn replaced(&self, program: &str) -> Range<usize> {
        if self.code.starts_with("#[") {
            return self.attribute(program);
        }
        let name = self.code.split('!').next().unwrap_or_default();
        let is_call = self.code.starts_with(&format!("{name}!("));
        if !is_call {
            let is_sigil = |c: char| matches!(c, '?' | '%');
            let has_two =
                self.code.starts_with(is_sigil) && program[..self.place.start].ends_with(is_sigil);
            return self.place.start - usize::from(has_two)..self.place.end;
        }
        // The carets are at the call or inside of it.
        let in_front = program[..self.place.start]
            .rfind("!(")
            .filter(|at| !program[*at..self.place.start].contains('\n'));
        let bang = in_front
            .or_else(|| program[self.place.start..].find("!(").map(|at| at + self.place.start));
        let bang = bang.unwrap_or_default();
        let start = program[..bang]
            .rfind(|c: char| !c.is_alphanumeric() && c != '_')
            .map_or(0, |at| at + 1);
        let end = program[bang..].find(");\n").map_or(program.len(), |at| bang + at + 1);
        start..end
    }
}

/// Pastes the code of each snapshot in the folder, and returns the path of the program of them all.
pub(crate) fn paste(folder: &str) -> PathBuf {
    let mut all = String::from("#![allow(unused, deprecated)]\n");
    let directory = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<_> =
        entries.filter(|path| path.extension().is_some_and(|end| end == "stderr")).collect();
    paths.sort();
    assert!(paths.len() >= 30, "{} mistakes", paths.len());
    for snapshot in paths {
        let program = fs::read_to_string(snapshot.with_extension("rs")).unwrap();
        let text = fs::read_to_string(&snapshot).unwrap();
        let error = FirstError::read(&text, &program);
        let error = error.unwrap_or_else(|| panic!("no code in {}", snapshot.display()));
        let name = snapshot.file_stem().unwrap().to_str().unwrap();
        all.extend(["mod ", name, " {\n", &error.pasted(&program), "}\n"]);
    }
    all += "fn main() {}\n";
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("pasted_{folder}.rs"));
    fs::write(&path, all).unwrap();
    path
}
