//! The names of secrets: the built-in list, and the program's changes to it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering::Acquire, Ordering::Relaxed, Ordering::Release};

use crate::redact::name_rule::NameRule;
use crate::redact::secret_names::{AddedNames, known_among, words};
use crate::util::arc_cell::ArcCell;

/// The program's changes to the lists; `None` before the first.
static ADDED: ArcCell<AddedNames> = ArcCell::empty();

/// The step of the generation. The low 40 bits are left free for a call site's field bits.
pub(super) const STEP: u64 = 1 << 40;

/// The number of changes to [`ADDED`], which shows when a cached mask is out of date.
static GENERATION: AtomicU64 = AtomicU64::new(STEP);

/// Masks all later fields of that name, in records and spans.
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
/// Names are compared word by word in any style, as those of the [built-in
/// list](crate::redact#names) are: `add_secret_name("customer name")` masks `customerName`,
/// `customer-names` and `order.customer_name`, but not `customer_name_length`. The change affects
/// the whole process, including call sites that have logged before. Scrubbers mask values assigned
/// to the name in text. Values written as `masked(&value)`, `keep_last(4, &value)` or
/// `unmasked(&value)` in a statement are not affected.
///
/// Returns `false` if the name was added before or has no letter.
pub fn add_secret_name(name: &str) -> bool {
    change(name, |added| &mut added.secrets, insert)
}

/// Undoes an [`add_secret_name`]. Returns `false` if there was none. The built-in list does not
/// change.
///
/// ```
/// use logkit::redact::{add_secret_name, remove_secret_name};
///
/// assert!(add_secret_name("customer name"));
/// assert!(remove_secret_name("customerName"));
/// ```
pub fn remove_secret_name(name: &str) -> bool {
    change(name, |added| &mut added.secrets, remove)
}

/// Shows all later fields of that name, even if it looks like a secret's.
///
/// ```
/// // The pins of this program are those of a board.
/// logkit::redact::allow_name("button pin");
/// # assert!(!logkit::redact::allow_name("buttonPin"));
/// ```
///
/// Keep the name narrow: `"pin"` alone would show every field whose name ends with it. For a single
/// field use [`unmasked`](crate::unmasked). Compile errors about names are not affected.
///
/// Returns `false` if the name was added before or has no letter.
pub fn allow_name(name: &str) -> bool {
    change(name, |added| &mut added.harmless, insert)
}

/// Undoes an [`allow_name`]. Returns `false` if there was none.
///
/// ```
/// use logkit::redact::{allow_name, disallow_name};
///
/// assert!(allow_name("gpio pin"));
/// assert!(disallow_name("gpio_pin"));
/// ```
pub fn disallow_name(name: &str) -> bool {
    change(name, |added| &mut added.harmless, remove)
}

/// Changes a list by the phrase of a name. Returns `false` if the list stays the same.
fn change(
    name: &str,
    list: fn(&mut AddedNames) -> &mut Vec<String>,
    change: fn(&mut Vec<String>, &str) -> bool,
) -> bool {
    let mut phrase = String::new();
    for word in words(name) {
        if !phrase.is_empty() {
            phrase.push(' ');
        }
        phrase.push_str(&word.to_lowercase());
    }
    if phrase.is_empty() {
        return false;
    }
    let has_changed = loop {
        let before = ADDED.load();
        let mut added = before.as_deref().cloned().unwrap_or_default();
        let has_changed = change(list(&mut added), &phrase);
        if ADDED.replace(before.as_ref(), Arc::new(added)) {
            break has_changed;
        }
    };
    // Also if the list stayed the same: the thread that has changed it may not have reached this line.
    let mut generation = GENERATION.load(Relaxed);
    while let Err(newer) =
        GENERATION.compare_exchange(generation, next(generation), Release, Relaxed)
    {
        generation = newer;
    }
    has_changed
}

/// Returns the number after `generation`. It is never 0, which marks an empty cache.
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

/// Returns the rule for the values of that name, without the cache.
pub(super) fn rule(name: &str) -> NameRule {
    ADDED.with(|added| NameRule::of(known_among(name, added.unwrap_or(AddedNames::NOTHING))))
}

/// Returns the last word of each added name, for a search in text, and their generation or the one
/// before it.
#[cfg(feature = "scrub")]
pub(crate) fn last_words() -> (Vec<String>, u64) {
    let generation = GENERATION.load(Acquire);
    let added = ADDED.load();
    let secrets = added.as_ref().map_or(&[][..], |added| &added.secrets);
    let words = secrets.iter().filter_map(|phrase| phrase.rsplit(' ').next());
    (words.map(str::to_owned).collect(), generation)
}

/// Returns `true` if the lists have ever been changed.
#[cfg(feature = "scrub")]
#[inline]
pub(crate) fn have_changed() -> bool {
    generation() != STEP
}

/// Returns a number that differs after each change of the lists: a multiple of [`STEP`], never 0.
pub(crate) fn generation() -> u64 {
    GENERATION.load(Relaxed)
}

/// Returns the generation; the lists read afterwards are of this generation or a newer one.
pub(crate) fn settled_generation() -> u64 {
    GENERATION.load(Acquire)
}

#[cfg(test)]
pub(super) mod tests {
    use std::sync::{Mutex, MutexGuard, PoisonError};

    use super::{STEP, add_secret_name, allow_name, rule};
    use super::{disallow_name, next, remove_secret_name};
    use crate::redact::name_rule::NameRule;

    /// While it is held, no other test changes the lists.
    pub(in crate::redact) fn turn() -> MutexGuard<'static, ()> {
        static TURN: Mutex<()> = Mutex::new(());
        TURN.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn is_secret(name: &str) -> bool {
        rule(name) != NameRule::Harmless
    }

    #[test]
    fn words_are_added_and_taken_back() {
        let _turn = turn();
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

        assert!(allow_name("clip_pin"));
        assert!(!is_secret("clip_pin") && is_secret("pin") && is_secret("clip_pin.password"));
        assert!(disallow_name("clipPin") && is_secret("clip_pin"));
        assert!(!add_secret_name("") && !add_secret_name("_1"));
    }

    #[test]
    fn after_the_last_generation_nothing_passes_for_found_out() {
        let last = u64::MAX - (STEP - 1);
        assert_eq!([next(STEP), next(last - STEP), next(last)], [2 * STEP, last, STEP]);
    }
}
