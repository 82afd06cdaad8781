//! The layers that a setting may come from, and the overrides above them.

use std::sync::Arc;

use crate::level::LevelFilter;

/// The origins of settings; a later one outranks the earlier ones.
///
/// Only the order of the variants decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SettingLayer {
    /// The attribute that declares a logger, or the builder of a layer.
    Attribute,
    /// A configuration file.
    File,
    /// The variable `LOGKIT_LOG` or `RUST_LOG`.
    Environment,
    /// `Logger::set_level` and similar calls.
    Call,
}

impl SettingLayer {
    /// In the order of the variants, whose numbers are indices.
    const ALL: [Self; 4] = [Self::Attribute, Self::File, Self::Environment, Self::Call];
}

/// The origin of a level that is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LevelSource {
    Default,
    Layer(SettingLayer),
    Override,
}

/// The values of one setting, one for each layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct SettingLayers<T>([Option<T>; SettingLayer::ALL.len()]);

impl<T: Copy> SettingLayers<T> {
    pub(crate) fn set(&mut self, layer: SettingLayer, value: Option<T>) {
        self.0[layer as usize] = value;
    }

    pub(crate) fn get(&self, layer: SettingLayer) -> Option<T> {
        self.0[layer as usize]
    }

    /// Fills the layers that have no value from another setting.
    #[cfg(feature = "__roots")]
    pub(crate) fn or(self, other: Self) -> Self {
        let mut both = self;
        for layer in SettingLayer::ALL {
            both.set(layer, self.get(layer).or(other.get(layer)));
        }
        both
    }

    /// The value in force, and its layer.
    pub(crate) fn highest(&self) -> Option<(T, SettingLayer)> {
        let mut highest = None;
        for layer in SettingLayer::ALL {
            highest = self.get(layer).map(|value| (value, layer)).or(highest);
        }
        highest
    }
}

impl<T> Default for SettingLayers<T> {
    fn default() -> Self {
        Self([const { None }; SettingLayer::ALL.len()])
    }
}

/// Temporary levels, oldest first.
///
/// Thousands may be in force at once and end in any order, and every change works on a copy. So
/// they are kept in chunks that copies share: a change copies one chunk and the list of chunks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Overrides(Vec<Arc<Vec<(u64, LevelFilter)>>>);

/// Overrides in one chunk.
const CHUNK: usize = 64;

impl Overrides {
    /// Adds one whose id is greater than all before it.
    pub(crate) fn push(&mut self, id: u64, level: LevelFilter) {
        match self.0.last_mut() {
            Some(chunk) if chunk.len() < CHUNK => Arc::make_mut(chunk).push((id, level)),
            _ => self.0.push(Arc::new(vec![(id, level)])),
        }
    }

    pub(crate) fn remove(&mut self, id: u64) {
        let is_before = |chunk: &Arc<Vec<(u64, LevelFilter)>>| {
            chunk.first().is_some_and(|(first, _)| *first <= id)
        };
        let Some(index) = self.0.partition_point(is_before).checked_sub(1) else { return };
        if let Some(chunk) = self.0.get_mut(index) {
            let chunk = Arc::make_mut(chunk);
            chunk.retain(|(other, _)| *other != id);
            if chunk.is_empty() {
                self.0.remove(index);
            }
        }
    }

    #[cfg(feature = "control")]
    pub(crate) fn contains(&self, id: u64) -> bool {
        self.0.iter().any(|chunk| chunk.iter().any(|(other, _)| *other == id))
    }

    /// The level of the newest, which is the one in force.
    pub(crate) fn newest(&self) -> Option<LevelFilter> {
        self.0.last()?.last().map(|(_, level)| *level)
    }
}

#[cfg(test)]
mod tests {
    use super::{CHUNK, Overrides, SettingLayer, SettingLayers};
    use crate::level::{Level, LevelFilter};

    #[test]
    fn the_highest_layer_that_has_a_value_holds() {
        let mut layers = SettingLayers::default();
        assert_eq!(layers.highest(), None);
        layers.set(SettingLayer::Attribute, Some(1));
        assert_eq!(layers.highest(), Some((1, SettingLayer::Attribute)));
        layers.set(SettingLayer::Call, Some(2));
        assert_eq!(layers.highest(), Some((2, SettingLayer::Call)));
        assert_eq!(layers.get(SettingLayer::Attribute), Some(1));
        layers.set(SettingLayer::Call, None);
        assert_eq!(layers.highest(), Some((1, SettingLayer::Attribute)));
        assert!(SettingLayer::ALL.is_sorted());
    }

    #[test]
    fn overrides_end_in_any_order() {
        let level = |id: u64| LevelFilter::At(Level::ALL[usize::try_from(id).unwrap() % 6]);
        let last = 3 * CHUNK as u64;
        let mut model: Vec<u64> = (1..=last).collect();
        let mut overrides = Overrides::default();
        for id in &model {
            overrides.push(*id, level(*id));
        }
        // Neither a sorted nor a repeating order; the factor has no divisor in common with `last`.
        for id in (1..=last).map(|step| step * 77 % last + 1) {
            let before = overrides.clone();
            overrides.remove(id);
            overrides.remove(id);
            model.retain(|other| *other != id);
            assert_eq!(overrides.newest(), model.last().copied().map(level), "{id}");
            assert!(before.newest().is_some());
        }
        assert!(model.is_empty() && overrides.0.is_empty());
    }
}
