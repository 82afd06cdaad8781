//! Tables of text, in columns as wide as their longest cells.

use std::fmt::{self, Display};
use std::ops::Range;

/// A table, whose first row has the heads.
pub(super) struct TextTable {
    /// The rows, one after the other.
    cells: Vec<String>,
    /// The width of each column.
    widths: Vec<usize>,
}

impl TextTable {
    pub(super) fn new(heads: &[&str]) -> Self {
        let mut table = Self { cells: Vec::new(), widths: Vec::new() };
        for head in heads {
            table.widths.push(head.len());
            table.cells.push((*head).to_owned());
        }
        table
    }

    /// Adds a row, which has a cell for each column.
    pub(super) fn add(&mut self, row: &[&dyn Display]) {
        for (width, cell) in self.widths.iter_mut().zip(row) {
            let cell = cell.to_string();
            *width = cell.len().max(*width);
            self.cells.push(cell);
        }
    }

    /// Writes the table. The columns of `numbers` are aligned to the right, and the last column is not
    /// padded.
    pub(super) fn write(&self, f: &mut fmt::Formatter<'_>, numbers: Range<usize>) -> fmt::Result {
        let mut cells = self.cells.iter();
        while !cells.as_slice().is_empty() {
            for (column, width) in self.widths.iter().enumerate() {
                let Some(cell) = cells.next() else { return Ok(()) };
                match column + 1 {
                    last if last == self.widths.len() => writeln!(f, "{cell}")?,
                    _ if numbers.contains(&column) => write!(f, "{cell:>width$}  ")?,
                    _ => write!(f, "{cell:<width$}  ")?,
                }
            }
        }
        Ok(())
    }
}
