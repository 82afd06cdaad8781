//! The loggers by the modules that declare them.

use std::sync::Arc;

use crate::registry::declaration::Declared;

/// Loggers in the order of their modules' paths: the statics that the level macros of a module use by
/// themselves. Copies share the list, which changes only when a logger is attached.
#[derive(Clone, Default)]
pub(crate) struct Modules(Option<Arc<Vec<Declared>>>);

impl Modules {
    /// Adds a logger. If a module has two, in functions, the name decides rather than the linker's
    /// order.
    pub(super) fn add(&mut self, logger: Declared) {
        let path = logger.declaration.module_path;
        if path.is_empty() || logger.declaration.secondary {
            return;
        }
        let list = Arc::make_mut(self.0.get_or_insert_default());
        match list.binary_search_by(|known| known.declaration.module_path.cmp(path)) {
            Err(index) => list.insert(index, logger),
            Ok(index) => {
                if let Some(known) = list.get_mut(index) {
                    if logger.declaration.name < known.declaration.name {
                        *known = logger;
                    }
                }
            }
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Declared> {
        self.0.iter().flat_map(|list| list.iter())
    }

    /// Returns the logger of the innermost module around `path` that has one, `path` itself
    /// included.
    #[cfg(any(feature = "layer", feature = "control", test))]
    pub(crate) fn around(&self, path: &str) -> Option<Declared> {
        let list = self.0.as_deref()?;
        std::iter::successors(Some(path), |path| Some(path.rsplit_once("::")?.0)).find_map(|path| {
            let found = list.binary_search_by(|known| known.declaration.module_path.cmp(path));
            list.get(found.ok()?).copied()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Modules;
    use crate::registry::declaration::{Declaration, Declared};
    use crate::registry::route::Outlet;

    fn logger(declaration: Declaration) -> Declared {
        let declaration = Box::leak(Box::new(declaration));
        let outlet = Box::leak(Box::new(Outlet::new()));
        Declared { declaration, outlet, logger: &() }
    }

    #[test]
    fn the_innermost_module_decides() {
        let mut modules = Modules::default();
        let around = |modules: &Modules, path| {
            modules.around(path).map_or("-", |logger| logger.declaration.name)
        };
        assert_eq!(around(&modules, "shop"), "-");
        for (name, path) in [("till", "shop::till"), ("shop", "shop"), ("run_time", "")] {
            modules.add(logger(Declaration::new(name, None, false).at(path, "")));
        }
        for (path, name) in [
            ("shop", "shop"),
            ("shop::cart", "shop"),
            ("shop::till", "till"),
            ("shop::till::drawer::coins", "till"),
            ("shop::tills", "shop"),
            ("shopping", "-"),
            ("", "-"),
            ("::", "-"),
        ] {
            assert_eq!(around(&modules, path), name, "{path}");
        }
    }

    #[test]
    fn only_a_static_named_logger_counts_and_of_two_the_name_decides() {
        let audit = Declaration::new("audit", None, false).at("shop", "").secondary();
        let shop = Declaration::new("shop", None, false).at("shop", "");
        let other = Declaration::new("store", None, false).at("shop", "");
        for order in [[audit, shop, other], [other, shop, audit], [shop, audit, other]] {
            let mut modules = Modules::default();
            for declaration in order {
                modules.add(logger(declaration));
            }
            assert_eq!(modules.around("shop").unwrap().declaration.name, "shop");
        }
        let mut modules = Modules::default();
        modules.add(logger(audit));
        assert!(modules.around("shop").is_none());
    }
}
