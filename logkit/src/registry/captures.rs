//! Captures of `testing`: they lower the thresholds of loggers, but not what the handlers get.

use crate::level::LevelFilter;
use crate::registry::settings::Settings;

impl Settings {
    /// Passes every record of a logger, and of those below it, to the tap.
    pub(crate) fn add_capture(&mut self, name: &str) {
        let captures = &mut self.entry(name).captures;
        *captures = captures.saturating_add(1);
    }

    /// Undoes one [`add_capture`](Self::add_capture).
    pub(crate) fn remove_capture(&mut self, name: &str) {
        let captures = &mut self.entry(name).captures;
        *captures = captures.saturating_sub(1);
    }

    /// The level that call sites compare with, if `level` is the one in force.
    pub(super) fn level_with_captures(&self, name: &str, level: LevelFilter) -> LevelFilter {
        let is_captured = self.lineage(name).any(|entry| entry.captures > 0);
        if is_captured { LevelFilter::TRACE } else { level }
    }
}

#[cfg(test)]
mod tests {
    use crate::level::LevelFilter;
    use crate::registry::settings::Settings;
    use crate::registry::settings::tests::logger;

    #[test]
    fn the_threshold_is_lowered_until_the_last_capture_ends() {
        let (cart, shop) = (logger("shop.cart"), logger("shop"));
        let mut settings = Settings::default();
        settings.attach(shop);
        settings.attach(cart);
        let mut thresholds = |change: &dyn Fn(&mut Settings)| {
            change(&mut settings);
            let changed = settings.take_changed();
            settings.publish(&changed);
            let shown = cart.outlet.with_route(|route| route.shown).unwrap();
            (shop.outlet.threshold(), cart.outlet.threshold(), shown)
        };
        assert_eq!(thresholds(&|_| {}), (20, 20, LevelFilter::INFO));
        assert_eq!(thresholds(&|s| s.add_capture("shop")), (5, 5, LevelFilter::INFO));
        assert_eq!(thresholds(&|s| s.add_capture("shop.cart")), (5, 5, LevelFilter::INFO));
        assert_eq!(thresholds(&|s| s.remove_capture("shop")), (20, 5, LevelFilter::INFO));
        assert_eq!(thresholds(&|s| s.remove_capture("shop.cart")), (20, 20, LevelFilter::INFO));
    }
}
