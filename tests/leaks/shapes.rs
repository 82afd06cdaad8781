//! The values of the corpus: every mask, in every kind of type, in every kind of container.

mod held;
mod hostile;
mod masks;
mod types;

pub(crate) use self::hostile::WITHIN;
use crate::subject::Shape;

pub(crate) fn all() -> Vec<Shape> {
    [masks::shapes(), types::shapes(), held::shapes(), hostile::shapes()]
        .into_iter()
        .flatten()
        .collect()
}

/// A text without so many of its first and last characters.
fn without(first: usize, last: usize, text: &str) -> String {
    use unicode_segmentation::UnicodeSegmentation;

    let characters: Vec<&str> = text.graphemes(true).collect();
    characters[first..characters.len() - last].concat()
}
