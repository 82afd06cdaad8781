//! The loggers by the modules that declare them.

use std::sync::Arc;

use crate::registry::declaration::Declared;

/// Loggers in the order of their modules' paths. Copies share the list, which changes only when a
/// logger is attached.
#[derive(Clone, Default)]
pub(crate) struct Modules(Option<Arc<Vec<Declared>>>);

impl Modules {
    /// Adds a logger, unless its module has one already that is to be preferred.
    pub(super) fn add(&mut self, logger: Declared) {
        let path = logger.declaration.module_path;
        if path.is_empty() {
            return;
        }
        let list = Arc::make_mut(self.0.get_or_insert_default());
        match list.binary_search_by(|known| known.declaration.module_path.cmp(path)) {
            Err(index) => list.insert(index, logger),
            Ok(index) => {
                if let Some(known) = list.get_mut(index) {
                    if preference(&logger) < preference(known) {
                        *known = logger;
                    }
                }
            }
        }
    }

    /// Returns the logger of the innermost module around `path` that has one, `path` itself
    /// included.
    pub(crate) fn around(&self, path: &str) -> Option<Declared> {
        let list = self.0.as_deref()?;
        std::iter::successors(Some(path), |path| Some(path.rsplit_once("::")?.0)).find_map(|path| {
            let found = list.binary_search_by(|known| known.declaration.module_path.cmp(path));
            list.get(found.ok()?).copied()
        })
    }
}

/// Orders the loggers of one module, so that the linker's order does not matter: the static that the
/// level macros use by themselves is before others, then the name decides.
fn preference(logger: &Declared) -> (bool, &'static str) {
    (logger.declaration.secondary, logger.declaration.name)
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
            modules.add(logger(Declaration::new(name, None, false).in_module(path)));
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
    fn a_static_named_logger_is_preferred_in_any_order() {
        let audit = Declaration::new("audit", None, false).in_module("shop").secondary();
        let shop = Declaration::new("shop", None, false).in_module("shop");
        let other = Declaration::new("store", None, false).in_module("shop");
        for order in [[audit, shop, other], [other, shop, audit], [shop, audit, other]] {
            let mut modules = Modules::default();
            order.map(|declaration| modules.add(logger(declaration)));
            assert_eq!(modules.around("shop").unwrap().declaration.name, "shop");
        }
    }
}
