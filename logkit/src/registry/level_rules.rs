//! The levels that the environment or a configuration file sets, for loggers by name or by module.

use crate::level::LevelFilter;
use crate::registry::declaration::Declared;

/// The levels of one layer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct LevelRules {
    /// The level of every logger, and of third parties, that no rule covers.
    pub(crate) everywhere: Option<LevelFilter>,
    /// In the order in which they were written.
    pub(crate) rules: Vec<LevelRule>,
    /// A subject may also be the path of a module.
    pub(crate) of_modules: bool,
}

/// The level of a logger and those below it, or of all loggers that are declared in a module and those
/// below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct LevelRule {
    /// `shop.cart` is a logger, `shop::cart` a module, and `shop` may be either.
    pub(crate) subject: Box<str>,
    pub(crate) level: LevelFilter,
}

impl LevelRules {
    /// The level of a logger: that of the rule with its name, else of the rule with the most segments,
    /// and among equals of the last one.
    pub(crate) fn level(&self, name: &str, statics: &[Declared]) -> Option<LevelFilter> {
        let mut best = None;
        for LevelRule { subject, level } in &self.rules {
            let covers = is_below(name, subject, ".") || self.covers_module(subject, statics);
            let rank = (**subject == *name, segments(subject));
            if covers && best.is_none_or(|(before, _)| before <= rank) {
                best = Some((rank, *level));
            }
        }
        best.map(|(_, level)| level).or(self.everywhere)
    }

    /// Returns `true` if a rule is for the logger of that name itself.
    pub(crate) fn names(&self, name: &str) -> bool {
        self.rules.iter().any(|rule| *rule.subject == *name)
    }

    fn covers_module(&self, subject: &str, statics: &[Declared]) -> bool {
        let is_within = |logger: &Declared| is_below(logger.declaration.module_path, subject, "::");
        self.of_modules && statics.iter().any(is_within)
    }
}

/// Returns `true` if `path` is `ancestor` or lies below it: segment by segment, never by a part of one.
pub(crate) fn is_below(path: &str, ancestor: &str, separator: &str) -> bool {
    path.strip_prefix(ancestor).is_some_and(|rest| rest.is_empty() || rest.starts_with(separator))
}

fn segments(subject: &str) -> usize {
    let mut segments = 0;
    for segment in subject.split(['.', ':']) {
        segments += usize::from(!segment.is_empty());
    }
    segments
}

#[cfg(test)]
mod tests {
    use super::{LevelRule, LevelRules};
    use crate::level::LevelFilter;
    use crate::registry::declaration::{Declaration, Declared};
    use crate::registry::settings::tests::logger;

    fn rules(text: &str) -> LevelRules {
        let mut rules = LevelRules { of_modules: true, ..LevelRules::default() };
        for piece in text.split(',') {
            match piece.split_once('=') {
                Some((subject, level)) => rules
                    .rules
                    .push(LevelRule { subject: subject.into(), level: level.parse().unwrap() }),
                None => rules.everywhere = Some(piece.parse().unwrap()),
            }
        }
        rules
    }

    fn declared(name: &'static str, module: &'static str) -> Declared {
        let declaration = Box::leak(Box::new(Declaration::new(name, None, false).at(module, "")));
        Declared { declaration, ..logger(name) }
    }

    #[test]
    fn the_most_specific_rule_holds_and_the_last_among_equals() {
        let cart = [declared("shop.cart", "my_crate::net::cart")];
        for (text, level) in [
            ("info", "info"),
            ("info,shop=debug", "debug"),
            ("shop=debug,info", "debug"),
            ("shop.cart=error,shop=debug", "error"),
            ("shop=debug,shop=error", "error"),
            ("sho=debug,info", "info"),
            ("shop.car=debug,info", "info"),
            ("shop.cart.items=debug,info", "info"),
            ("my_crate=debug,info", "debug"),
            ("my_crate::net=debug,info", "debug"),
            ("my_crate::ne=debug,info", "info"),
            ("my_crate::net::cart::x=debug,info", "info"),
            ("my_crate=debug,shop=error", "error"),
            ("shop=error,my_crate=debug", "debug"),
            ("my_crate::net=debug,shop=error", "debug"),
            // The logger's own name is the most specific, however long a path is.
            ("shop.cart=error,my_crate::net::cart=debug", "error"),
        ] {
            let level: LevelFilter = level.parse().unwrap();
            assert_eq!(rules(text).level("shop.cart", &cart), Some(level), "{text}");
        }
        assert_eq!(rules("shop=debug").level("mail", &[]), None);
        let by_name = LevelRules { of_modules: false, ..rules("my_crate=debug") };
        assert_eq!(by_name.level("shop.cart", &cart), None);
    }
}
