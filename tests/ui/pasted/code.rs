//! The errors of a snapshot, with their codes and the places that these replace.

use std::ops::Range;

/// An error of a snapshot.
pub(super) struct Fault {
    /// The place under the carets, in bytes of the program.
    place: Range<usize>,
    /// The first code, and the others after an "or".
    pub(super) codes: Vec<Code>,
}

/// A correction.
pub(super) struct Code {
    verb: Verb,
    text: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Verb {
    Write,
    Add,
    Remove,
}

/// The words in front of a code.
const VERBS: &[(&str, Verb)] = &[
    ("write `", Verb::Write),
    ("mask the value with `", Verb::Write),
    ("add `", Verb::Add),
    ("remove `", Verb::Remove),
    ("remove it", Verb::Remove),
    ("remove one", Verb::Remove),
    ("remove this", Verb::Remove),
];

/// The words between a code and another one for the same place.
const OTHERS: &[&str] = &[
    " or `",
    " or, for a text, `",
    ", or, to log it as it is, `",
    ", or, to record it as it is, `",
    ", or log it as it is with `",
    " to mask it, or `",
    " to mask this one, or `",
    ", or write `",
];

/// The words after a code for another place than the carets'.
const ELSEWHERE: &[&str] = &[" above", " on ", " to hide", ", `"];

impl Fault {
    /// Reads the errors that have a code.
    pub(super) fn all(snapshot: &str, program: &str) -> Vec<Self> {
        snapshot.split("\n\nerror").filter_map(|text| Self::read(text, program)).collect()
    }

    fn read(text: &str, program: &str) -> Option<Self> {
        let is_coded = text.trim_start_matches("error").starts_with('[');
        let place = place(text, program)?;
        let mut codes = text.lines().find_map(codes)?;
        if is_coded {
            // A note is about all values of a kind, not about one.
            for code in &mut codes {
                code.fill(&place, program);
            }
            if !codes.iter().all(Code::is_mask) {
                codes.truncate(1);
            }
        }
        Some(Self { place, codes })
    }
}

/// The place under the carets.
fn place(text: &str, program: &str) -> Option<Range<usize>> {
    let position = text.lines().find_map(|line| line.trim_start().strip_prefix("--> "))?;
    let mut numbers = position.rsplit(':').map(|number| number.parse::<usize>().ok());
    let (column, line) = (numbers.next()??, numbers.next()??);
    let carets = text.lines().find(|line| line.contains('^'))?;
    let length = carets.chars().filter(|c| *c == '^').count();
    let start: usize = program.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let bytes = |count: usize, at: usize| -> usize {
        program[at..].chars().take(count).map(char::len_utf8).sum()
    };
    let start = start + bytes(column - 1, start);
    Some(start..start + bytes(length, start))
}

/// The codes of a line.
fn codes(line: &str) -> Option<Vec<Code>> {
    let found = VERBS.iter().filter_map(|(words, verb)| Some((line.find(words)?, words, *verb)));
    let (at, words, verb) = found.min_by_key(|(at, ..)| *at)?;
    let mut rest = &line[at + words.len()..];
    if rest.starts_with("#[derive(") {
        // A note of rustc's.
        return None;
    }
    let mut codes = Vec::new();
    let mut verb = verb;
    if words.ends_with('`') {
        let (text, after) = rest.split_once('`')?;
        if ELSEWHERE.iter().any(|words| after.starts_with(words)) {
            return None;
        }
        codes.push(Code { verb, text: text.to_owned() });
        rest = after;
    } else {
        codes.push(Code { verb, text: String::new() });
    }
    while let Some(after) = OTHERS.iter().find_map(|words| rest.strip_prefix(words)) {
        let (text, after) = after.split_once('`')?;
        if verb == Verb::Remove {
            verb = Verb::Write;
        }
        if ELSEWHERE.iter().any(|words| after.starts_with(words)) {
            break;
        }
        codes.push(Code { verb, text: text.to_owned() });
        rest = after;
    }
    Some(codes)
}

/// The program with the code of each of its errors.
pub(super) fn pasted(faults: &[Fault], alternative: usize, program: &str) -> String {
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for fault in faults {
        let last = fault.codes.len() - 1;
        let edit = fault.codes[alternative.min(last)].edit(&fault.place, program);
        let is_apart = |(other, _): &(Range<usize>, String)| {
            edit.0.end < other.start || other.end < edit.0.start
        };
        // One correction of a whole statement is that of all its errors.
        if edits.iter().all(is_apart) {
            edits.push(edit);
        }
    }
    edits.sort_by_key(|(range, _)| range.start);
    let mut text = program.to_owned();
    for (range, code) in edits.into_iter().rev() {
        text.replace_range(range, &code);
    }
    text
}

impl Code {
    fn is_mask(&self) -> bool {
        self.text.contains("masked(")
    }

    /// Puts the user's expression in place of the names that stand for it in the note of a type error,
    /// which cannot repeat it.
    fn fill(&mut self, place: &Range<usize>, program: &str) {
        let expression = &program[expression(place, program)];
        for name in ["value", "err"] {
            let is_alone = |at: usize| {
                let around = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
                !around(self.text[..at].chars().next_back())
                    && !around(self.text[at + name.len()..].chars().next())
            };
            let found = self.text.match_indices(name).map(|(at, _)| at).find(|at| is_alone(*at));
            if let Some(at) = found {
                self.text.replace_range(at..at + name.len(), expression.trim_start_matches('&'));
                break;
            }
        }
        if self.is_mask() && is_shorthand(place, program) {
            let sigil = program[..place.start].chars().next_back();
            let sigil = sigil.filter(|c| matches!(c, '?' | '%')).map(String::from);
            self.text.insert_str(0, &format!("{expression} = {}", sigil.unwrap_or_default()));
        }
    }

    /// The bytes to replace, and their replacement.
    fn edit(&self, place: &Range<usize>, program: &str) -> (Range<usize>, String) {
        match self.verb {
            Verb::Remove if !self.text.is_empty() => (place.clone(), String::new()),
            Verb::Remove => (removed(place, program), String::new()),
            Verb::Add => (place.end..place.end, format!(", {}", self.text)),
            Verb::Write => {
                let range = self.replaced(place, program);
                let space = if range.is_empty() { " " } else { "" };
                (range, format!("{}{space}", self.text))
            }
        }
    }

    /// The attribute of the same name, or else the place in front of the item.
    fn attribute(&self, place: &Range<usize>, program: &str) -> Range<usize> {
        let closed = |start: usize| start..end_of_group(start + 1, program);
        if program[..place.start].ends_with("#[") {
            return closed(place.start - 2);
        }
        let name = self.text.split(['(', ']']).next().unwrap_or_default();
        let line = program[..place.start].rfind('\n').map_or(0, |at| at + 1);
        let from = if program[line..place.start].contains(name) { line } else { 0 };
        let found = program[from..place.start].rfind(name).map(|at| from + at);
        let before = |start: usize| program[start..place.start].matches('\n').count();
        let Some(start) = found.filter(|start| before(*start) < 2) else {
            return place.start..place.start;
        };
        closed(start)
    }

    /// The bytes that the code replaces.
    fn replaced(&self, place: &Range<usize>, program: &str) -> Range<usize> {
        if self.text.starts_with("#[") {
            return self.attribute(place, program);
        }
        let is_of_name = |c: char| c.is_alphanumeric() || c == '_';
        if self.text.trim_start_matches(is_of_name).starts_with("!(") {
            return call(place, program);
        }
        let is_sigil = |c: char| matches!(c, '?' | '%');
        let place =
            if self.text.contains("logkit::") { expression(place, program) } else { place.clone() };
        let is_field = self.text.starts_with(is_sigil) || self.text.contains(" = ");
        let has_two = is_field && program[..place.start].ends_with(is_sigil);
        place.start - usize::from(has_two)..place.end
    }
}

/// The expression at the carets, which may be under its first token alone.
fn expression(place: &Range<usize>, program: &str) -> Range<usize> {
    place.start..end_of_item(place.start, program)
}

/// The comma or the delimiter after an item.
fn end_of_item(start: usize, program: &str) -> usize {
    let mut depth = 0_u32;
    for (at, c) in program[start..].char_indices() {
        match c {
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' | ',' | ';' if depth == 0 => return start + at,
            ')' | ']' | '}' => depth -= 1,
            _ => {}
        }
    }
    program.len()
}

/// The end of the group whose opening delimiter is at `start`.
fn end_of_group(start: usize, program: &str) -> usize {
    let mut end = end_of_item(start + 1, program);
    while program[end..].starts_with([',', ';']) {
        end = end_of_item(end + 1, program);
    }
    end + 1
}

/// The item with the comma after it, or the attribute.
fn removed(place: &Range<usize>, program: &str) -> Range<usize> {
    if program[..place.start].ends_with("#[") {
        return place.start - 2..end_of_group(place.start - 1, program);
    }
    let end = end_of_item(place.start, program);
    let comma = usize::from(program[end..].starts_with(','));
    if place.end > end { place.clone() } else { place.start..end + comma }
}

/// Returns true for a field without `=`, in front of the message.
fn is_shorthand(place: &Range<usize>, program: &str) -> bool {
    let start = program[..place.start].rfind("!(").map_or(0, |at| at + 2);
    let before = &program[start..place.start];
    !before.contains('"') && !before.trim_end().ends_with('=')
}

/// The call that the carets are at, or inside of.
fn call(place: &Range<usize>, program: &str) -> Range<usize> {
    let in_front =
        program[..place.start].rfind("!(").filter(|at| !program[*at..place.start].contains(";\n"));
    let bang = in_front.or_else(|| program[place.start..].find("!(").map(|at| at + place.start));
    let bang = bang.unwrap_or_default();
    let start =
        program[..bang].rfind(|c: char| !c.is_alphanumeric() && c != '_').map_or(0, |at| at + 1);
    start..end_of_group(bang + 1, program)
}
