//! The place and the form of the value that a text binds to a name: the answer of a grammar.

/// The place and the form of a name's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Binding {
    /// The offset of the value.
    pub(super) at: usize,
    pub(super) form: ValueForm,
    /// A space follows a colon: the name may start a sentence.
    pub(super) is_prose: bool,
    pub(super) by_colon: bool,
    /// The name is in quotes or brackets.
    pub(super) is_closed: bool,
}

/// The form of a value, as its grammar tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ValueForm {
    /// A quoted text, a structure or a word.
    Any,
    /// A whole element of a list of arguments, up to the quote that opened it.
    Argument,
    /// Percent-encoded.
    Encoded,
    /// The text of an XML element.
    Element,
    /// Indented lines.
    Block,
    /// A word alone on its line.
    Lone,
    /// All of the line.
    Line,
    /// The word after an option, unless it is a word of a sentence.
    Word,
    /// A literal in quotes, which hides something only if it looks so.
    Quoted,
}

impl Binding {
    pub(super) const fn new(at: usize, form: ValueForm) -> Self {
        Self { at, form, is_prose: false, by_colon: false, is_closed: true }
    }
}
