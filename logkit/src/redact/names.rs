//! The name scrub: which fields are masked because of what they are called.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Acquire, Ordering::Relaxed, Ordering::Release};

use arc_swap::ArcSwapOption;

use crate::redact::secret_names::{Added, secret, secret_among, words};

/// What the program has added to the lists; `None` as long as that is nothing.
static ADDED: ArcSwapOption<Added> = ArcSwapOption::const_empty();

/// Counts the changes of [`ADDED`] in steps of [`STEP`], so that verdicts know when they are out of
/// date.
static GENERATION: AtomicU64 = AtomicU64::new(STEP);

/// Masks fields of that name from here on, wherever a record or a span has one.
///
/// ```
/// use logkit::handler::Memory;
/// use logkit::{Logger, info, module_logger};
///
/// #[module_logger("clinic")]
/// static LOGGER: Logger;
///
/// let memory = Memory::new();
/// LOGGER.add_handler(memory.clone());
///
/// logkit::redact::add_secret_name("diagnosis");
/// let first_diagnosis = String::from("J06.9");
/// info!(patient = 17, first_diagnosis, "admitted");
/// assert!(memory.lines()[0].ends_with("admitted patient=17 first_diagnosis=[redacted]"));
/// ```
///
/// A name is read word by word and in any style, as the [built-in list](crate::redact#names) is:
/// `add_secret_name("customer name")` is for `customerName`, `customer-names` and
/// `order.customer_name`, and not for `customer_name_length`. It is for the whole process, and for
/// call sites that have logged before, too; a handler's scrubber masks what is assigned to it in text. What is written as `masked(&value)`, `keep_last(4,
/// &value)` or `unmasked(&value)` in the statement stays what it is.
///
/// Returns whether that is new; a name without a letter never is.
pub fn add_secret_name(name: &str) -> bool {
    change(name, |added| &mut added.secrets, insert)
}

/// Takes back an [`add_secret_name`]; whether there was one. The built-in list stays as it is.
pub fn remove_secret_name(name: &str) -> bool {
    change(name, |added| &mut added.secrets, remove)
}

/// Shows fields of that name from here on, though they sound like a secret.
///
/// ```
/// // The pins of this program are those of a board.
/// logkit::redact::add_harmless_name("button pin");
/// # assert!(!logkit::redact::add_harmless_name("buttonPin"));
/// ```
///
/// A program that reads its names differently says so here, as narrowly as it can; `"pin"` alone
/// would show every field whose name ends with it. For one field there is
/// [`unmasked`](crate::unmasked). The compiler's errors about names know nothing of it.
///
/// Returns whether that is new; a name without a letter never is.
pub fn add_harmless_name(name: &str) -> bool {
    change(name, |added| &mut added.harmless, insert)
}

/// Takes back an [`add_harmless_name`]; whether there was one.
pub fn remove_harmless_name(name: &str) -> bool {
    change(name, |added| &mut added.harmless, remove)
}

/// Changes a list by a name's phrase; whether that changed anything.
fn change(
    name: &str,
    list: fn(&mut Added) -> &mut Vec<String>,
    change: fn(&mut Vec<String>, &str) -> bool,
) -> bool {
    let phrase = words(name).join(" ").to_lowercase();
    if phrase.is_empty() {
        return false;
    }
    let mut has_changed = false;
    ADDED.rcu(|added| {
        let mut added = added.as_deref().cloned().unwrap_or_default();
        has_changed = change(list(&mut added), &phrase);
        Some(Arc::new(added))
    });
    // Also where another thread was faster, and has yet to come here. There always is a next one.
    let _ = GENERATION.fetch_update(Release, Relaxed, |generation| Some(next(generation)));
    has_changed
}

/// The number after `generation`: never 0, which is that of what has not been found out.
fn next(generation: u64) -> u64 {
    generation.checked_add(STEP).unwrap_or(STEP)
}

fn insert(list: &mut Vec<String>, phrase: &str) -> bool {
    let is_new = !list.iter().any(|known| known == phrase);
    if is_new {
        list.push(phrase.to_owned());
    }
    is_new
}

fn remove(list: &mut Vec<String>, phrase: &str) -> bool {
    let before = list.len();
    list.retain(|known| known != phrase);
    list.len() < before
}

/// Whether a field of that name is masked.
pub(crate) fn is_secret(name: &str) -> bool {
    match &*ADDED.load() {
        None => secret(name).is_some(),
        Some(added) => secret_among(name, added).is_some(),
    }
}

/// The last word of each name that the program has added, for a search in text; and the generation
/// that they are of, or the one before it.
#[cfg(feature = "scrub")]
pub(crate) fn last_words() -> (Vec<String>, u64) {
    let generation = GENERATION.load(Acquire);
    let added = ADDED.load();
    let secrets = added.as_ref().map_or(&[][..], |added| &added.secrets);
    let words = secrets.iter().filter_map(|phrase| phrase.rsplit(' ').next());
    (words.map(str::to_owned).collect(), generation)
}

/// Whether the lists have ever been changed.
#[cfg(feature = "scrub")]
#[inline]
pub(crate) fn have_changed() -> bool {
    generation() != STEP
}

/// Another number after each change of the lists.
pub(crate) fn generation() -> u64 {
    GENERATION.load(Relaxed)
}

/// A field's name, and whether the statement itself says how the field shows.
pub(crate) trait Named {
    fn name(&self) -> &str;
    fn is_decided(&self) -> bool;
}

/// Which of a record's fields are masked by name: a bit for each of the first 39, and one that says
/// that there is more to ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Secrets(u64);

/// Fields from this one on share a bit.
const SHARED: usize = 39;
/// The bits below this one are the fields'; the others are those of the generation.
const STEP: u64 = 1 << (SHARED + 1);

impl Secrets {
    /// Asks for each name.
    pub(crate) fn of<N: Named>(fields: &[N]) -> Self {
        let bit = |(index, field): (usize, &N)| u64::from(is_masked(field)) << index.min(SHARED);
        Self(fields.iter().enumerate().map(bit).fold(0, |bits, bit| bits | bit))
    }

    /// Whether there is nothing to mask.
    #[inline]
    pub(crate) fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Whether the field at `index` is masked.
    #[inline]
    pub(crate) fn contains<N: Named>(self, index: usize, field: &N) -> bool {
        self.0 >> index.min(SHARED) & 1 != 0 && (index < SHARED || is_masked(field))
    }

    /// Where there may be one, in order.
    pub(crate) fn candidates(self, fields: usize) -> impl Iterator<Item = usize> {
        let without_lowest = |bits: &u64| Some(bits & bits.wrapping_sub(1));
        let own = std::iter::successors(Some(self.0 & !(1 << SHARED)), without_lowest)
            .take_while(|bits| *bits != 0)
            .map(|bits| bits.trailing_zeros() as usize);
        let shared = if self.0 >> SHARED == 0 { 0..0 } else { SHARED..fields };
        own.chain(shared)
    }
}

fn is_masked<N: Named>(field: &N) -> bool {
    !field.is_decided() && is_secret(field.name())
}

/// The [`Secrets`] of one call site, found out at its first record and again when the lists have
/// been changed.
#[derive(Debug)]
pub(crate) struct Verdict(AtomicU64);

impl Verdict {
    /// Not found out yet.
    pub(crate) const fn new() -> Self {
        Self(AtomicU64::new(0))
    }

    #[inline]
    pub(crate) fn get<N: Named>(&self, fields: &[N]) -> Secrets {
        // What is left are the fields' bits, if the generations are the same.
        let bits = self.0.load(Relaxed) ^ generation();
        if bits < STEP { Secrets(bits) } else { self.find(fields) }
    }

    /// Of lists that change meanwhile the generation is the older one, and the next record asks
    /// again.
    #[cold]
    fn find<N: Named>(&self, fields: &[N]) -> Secrets {
        let generation = GENERATION.load(Acquire);
        let secrets = Secrets::of(fields);
        self.0.store(generation | secrets.0, Relaxed);
        secrets
    }
}

#[cfg(test)]
mod tests {
    use super::{Named, STEP, Secrets, Verdict, add_harmless_name, add_secret_name, is_secret};
    use super::{next, remove_harmless_name, remove_secret_name};

    impl Named for &str {
        fn name(&self) -> &str {
            self
        }
        fn is_decided(&self) -> bool {
            self.starts_with("decided")
        }
    }

    #[test]
    fn words_are_added_and_taken_back() {
        assert!(!is_secret("shoe_size"));
        assert!(add_secret_name("shoe-size") && !add_secret_name("ShoeSize"));
        for name in ["shoe_size", "shoeSizes", "user.shoe_size", "shoe_size_raw", "left shoe size"]
        {
            assert!(is_secret(name), "{name}");
        }
        for name in ["shoe_size_count", "size", "shoe"] {
            assert!(!is_secret(name), "{name}");
        }
        assert!(remove_secret_name("shoe size") && !remove_secret_name("shoe size"));
        assert!(!is_secret("shoe_size"));

        assert!(add_harmless_name("clip_pin"));
        assert!(!is_secret("clip_pin") && is_secret("pin") && is_secret("clip_pin.password"));
        assert!(remove_harmless_name("clipPin") && is_secret("clip_pin"));
        assert!(!add_secret_name("") && !add_secret_name("_1"));
    }

    #[test]
    fn a_verdict_is_found_out_once_for_each_change() {
        let verdict = Verdict::new();
        let fields = ["user", "password", "decided_token", "eye_colour"];
        let masked = |secrets: Secrets| {
            let of = |(index, name)| secrets.contains(index, name);
            fields.iter().enumerate().map(of).collect::<Vec<bool>>()
        };
        assert_eq!(masked(verdict.get(&fields)), [false, true, false, false]);
        // What is known is not asked again.
        assert_eq!(masked(verdict.get(&["user"; 4])), [false, true, false, false]);
        add_secret_name("eye colour");
        assert_eq!(masked(verdict.get(&fields)), [false, true, false, true]);
        remove_secret_name("eye colour");
        assert_eq!(masked(verdict.get(&fields)), [false, true, false, false]);
    }

    #[test]
    fn after_the_last_generation_nothing_passes_for_found_out() {
        let last = u64::MAX - (STEP - 1);
        assert_eq!([next(STEP), next(last - STEP), next(last)], [2 * STEP, last, STEP]);
    }

    #[test]
    fn fields_beyond_the_bits_are_asked_by_name() {
        let mut fields = ["user"; 60];
        (fields[3], fields[38], fields[39], fields[50]) = ("token", "pin", "otp", "cvv");
        let secrets = Secrets::of(&fields);
        for (index, field) in fields.iter().enumerate() {
            assert_eq!(secrets.contains(index, field), *field != "user", "{index}");
        }
        assert_eq!(secrets.candidates(45).collect::<Vec<_>>(), [3, 38, 39, 40, 41, 42, 43, 44]);
        assert_eq!(Secrets::of(&["user", "token"]).candidates(2).collect::<Vec<_>>(), [1]);
    }
}
