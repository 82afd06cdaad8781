//! A logger's static, as the registry knows it.

use std::any::Any;

use crate::level::LevelFilter;
use crate::registry::route::Outlet;

/// A logger as declared.
#[derive(Clone, Copy, Debug)]
pub struct Declaration {
    pub(crate) name: &'static str,
    pub(crate) level: Option<LevelFilter>,
    pub(crate) propagate: bool,
    /// The module that declares it, as `module_path!()` says; empty for a logger made at run time.
    pub(crate) module_path: &'static str,
    /// The file of the static, as `file!()` says; empty for one that is not declared by the attribute.
    #[cfg_attr(not(feature = "panics"), expect(dead_code, reason = "for `log_panics`"))]
    file: &'static str,
    /// The first and the last line of its module, if that is an inline module.
    #[cfg_attr(not(feature = "panics"), expect(dead_code, reason = "for `log_panics`"))]
    lines: Option<(u32, u32)>,
    /// Its module has another logger as well, which the level macros use.
    pub(crate) secondary: bool,
}

impl Declaration {
    /// `name` has been checked by the macro.
    pub const fn new(name: &'static str, level: Option<LevelFilter>, propagate: bool) -> Self {
        Self { name, level, propagate, module_path: "", file: "", lines: None, secondary: false }
    }

    /// Sets the module and the file of the static.
    #[must_use]
    pub const fn at(self, module_path: &'static str, file: &'static str) -> Self {
        Self { module_path, file, ..self }
    }

    /// Marks a static that is not named `LOGGER`, so that the level macros of its module do not use
    /// it by themselves.
    #[must_use]
    pub const fn secondary(self) -> Self {
        Self { secondary: true, ..self }
    }

    /// Sets the lines of the module, if it is an inline module.
    #[must_use]
    pub const fn in_lines(self, first: u32, last: u32) -> Self {
        Self { lines: Some((first, last)), ..self }
    }

    /// Compares the declarations whose module contains a line of a file: the greatest one is the
    /// innermost. `None` if the module does not contain it.
    ///
    /// A logger that a file declares is also for the files of its child modules: `shop.rs` and
    /// `shop/mod.rs` for those in `shop/`, `lib.rs` and `main.rs` for those beside it.
    #[cfg(feature = "panics")]
    pub(crate) fn contains(&self, file: &str, line: u32) -> Option<Containment> {
        if self.file == file {
            return match self.lines {
                None => Some(Containment::File),
                Some((first, last)) => {
                    (first..=last).contains(&line).then_some(Containment::Lines(first))
                }
            };
        }
        if self.lines.is_some() || self.file.is_empty() {
            return None;
        }
        let module = self.file.strip_suffix(".rs")?;
        let separators = ['/', '\\'];
        let (folder, name) = module.rsplit_once(separators)?;
        let folder = if matches!(name, "mod" | "lib" | "main") { folder } else { module };
        let rest = file.strip_prefix(folder)?;
        rest.starts_with(separators).then_some(Containment::Folder(folder.len()))
    }
}

/// The way in which a declaration's module contains a line, from the outermost to the innermost.
#[cfg(feature = "panics")]
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Containment {
    /// In a file below it; the length of its folder's path.
    Folder(usize),
    /// In its file.
    File,
    /// Between its braces; the line of the first.
    Lines(u32),
}

/// One static of a logger: its declaration, the place to publish to, and the static itself, whose type
/// the registry does not know.
#[derive(Clone, Copy)]
pub(crate) struct Declared {
    pub(crate) declaration: &'static Declaration,
    pub(crate) outlet: &'static Outlet,
    pub(crate) logger: &'static (dyn Any + Send + Sync),
}

#[cfg(all(test, feature = "panics"))]
mod tests {
    use super::{Containment, Declaration};

    #[test]
    fn the_innermost_module_of_a_line_is_the_greatest() {
        let logger = Declaration::new("name", None, false);
        let root = logger.at("", "shop/src/lib.rs");
        let shop = logger.at("", "shop/src/mail.rs");
        let folder = logger.at("", "shop/src/orders/mod.rs");
        let outer = shop.in_lines(10, 90);
        let inner = shop.in_lines(20, 30);
        for (declaration, file, line, contained) in [
            (root, "shop/src/lib.rs", 7, Some(Containment::File)),
            (root, "shop/src/orders/parse.rs", 7, Some(Containment::Folder(8))),
            (root, "shop/tests/all.rs", 7, None),
            (shop, "shop/src/mail.rs", 7, Some(Containment::File)),
            (shop, "shop/src/mail/queue.rs", 7, Some(Containment::Folder(13))),
            (shop, "shop/src/mailbox/mod.rs", 7, None),
            (folder, "shop/src/orders/parse.rs", 7, Some(Containment::Folder(15))),
            (folder, "shop/src/orders.rs", 7, None),
            (outer, "shop/src/mail.rs", 9, None),
            (outer, "shop/src/mail.rs", 10, Some(Containment::Lines(10))),
            (inner, "shop/src/mail.rs", 30, Some(Containment::Lines(20))),
            (inner, "shop/src/mail/queue.rs", 25, None),
            (logger, "shop/src/lib.rs", 7, None),
        ] {
            assert_eq!(declaration.contains(file, line), contained, "{declaration:?} {file}");
        }
        assert!(Containment::Folder(15) > Containment::Folder(8));
        assert!(Containment::File > Containment::Folder(99));
        assert!(Containment::Lines(20) > Containment::Lines(10));
        assert!(Containment::Lines(1) > Containment::File);
    }
}
