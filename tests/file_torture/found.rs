//! The lines that are found in a log and its backups, as an operator would look for them.

use std::io::Read as _;

use crate::Folder;

/// The text of one backup, of the log for number 0; `None` if there is neither a file nor a copy.
///
/// # Panics
///
/// Panics if a compressed file is not whole, or differs from the backup beside it.
fn text_of(folder: &Folder, number: u32) -> Option<String> {
    let name = if number == 0 { "app.log".to_owned() } else { format!("app.log.{number}") };
    let plain = std::fs::read_to_string(folder.path(&name)).ok();
    let packed = std::fs::File::open(folder.path(&format!("{name}.gz"))).ok().map(|file| {
        let mut text = String::new();
        let unpacked = flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text);
        unpacked.unwrap_or_else(|error| panic!("{name}.gz: {error}"));
        text
    });
    if let (Some(plain), Some(packed)) = (&plain, &packed) {
        assert_eq!(plain, packed, "{name}");
    }
    plain.or(packed)
}

/// The text of the log and its backups, oldest first. A file may end with a part of a line.
pub(crate) fn text(folder: &Folder, backups: u32) -> String {
    let texts = (0..=backups).rev().filter_map(|number| text_of(folder, number));
    texts
        .map(|text| if text.is_empty() || text.ends_with('\n') { text } else { text + "\n" })
        .collect()
}

/// The lines of a text, and the number of lost ones that it announces.
pub(crate) fn lines(text: &str) -> (Vec<&str>, u64) {
    let mut announced = 0;
    let lines = text.lines().filter(|line| {
        let notice = line.split_once(" - logkit - WARNING - ");
        if let Some((_, notice)) = notice {
            let number = notice.split(' ').next().unwrap();
            announced += number.parse::<u64>().unwrap();
        }
        notice.is_none()
    });
    (lines.collect(), announced)
}
