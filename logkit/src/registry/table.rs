//! Tables of text, in columns as wide as their longest cells.

use std::fmt;
use std::ops::Range;

/// Writes a table, whose first row has the heads. The columns of `numbers` are aligned to the right, and
/// the last column is not padded.
pub(super) fn write_table(
    f: &mut fmt::Formatter<'_>,
    numbers: Range<usize>,
    rows: &[Vec<String>],
) -> fmt::Result {
    let mut widths = vec![0; rows.first().map_or(0, Vec::len)];
    for row in rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = cell.len().max(*width);
        }
    }
    for row in rows {
        for (column, (cell, width)) in row.iter().zip(&widths).enumerate() {
            match column + 1 {
                last if last == row.len() => writeln!(f, "{cell}")?,
                _ if numbers.contains(&column) => write!(f, "{cell:>width$}  ")?,
                _ => write!(f, "{cell:<width$}  ")?,
            }
        }
    }
    Ok(())
}
