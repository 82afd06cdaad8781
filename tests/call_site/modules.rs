//! Annotated inline modules, and the modules within them.

#![allow(clippy::pedantic, clippy::style, clippy::complexity, reason = "written in every way")]
#![allow(unused_qualifications, reason = "as above")]

use support::lines::lines;

#[logkit::module_logger("call_site.nested")]
mod outer {
    //! A module may have documentation of its own,
    #![allow(clippy::doc_markdown)]

    pub(super) mod inner {
        //! and so may a module within it.
        pub(in super::super) fn log() {
            info!("inner");
            innermost::log();
        }

        mod innermost {
            pub(super) fn log() {
                info!("innermost");
            }
        }
    }

    /// Macros with the same names, imported by globs and by name.
    pub(super) mod globs {
        mod others {
            #[allow(unused_macros)]
            macro_rules! other {
                ($($tokens:tt)*) => {
                    compile_error!("not this one")
                };
            }
            #[allow(unused_imports)]
            pub(super) use {other as critical, other as debug, other as info, other as warning};
        }

        pub(in super::super) mod by_glob {
            #[allow(unused_imports)]
            use super::others::*;
            pub(in super::super::super) fn log() {
                info!("by glob");
                critical!("by glob");
            }
        }

        pub(in super::super) mod by_super {
            #[allow(unused_imports)]
            use super::*;
            #[allow(unused_imports)]
            use logkit::*;
            pub(in super::super::super) fn log() {
                info!("by super");
            }
        }
    }

    /// A module with an attribute of its own.
    #[logkit::module_logger("call_site.own_attribute")]
    pub(super) mod own_attribute {
        pub(in super::super) fn log() {
            info!("own attribute");
            within::log();
        }
        mod within {
            pub(super) fn log() {
                info!("within own attribute");
            }
        }
    }

    /// A module with a static of its own.
    pub(super) mod own_static {
        #[logkit::module_logger("call_site.own_static")]
        pub(in super::super) static LOGGER: logkit::Logger;

        pub(in super::super) fn log() {
            info!("own static");
            within::log();
        }
        mod within {
            pub(super) fn log() {
                info!("within own static");
            }
        }
    }

    /// A module that imports another logger.
    pub(super) mod imported {
        use super::own_static::LOGGER;
        pub(in super::super) fn log() {
            info!("imported");
        }
    }

    /// A module that imports another logger under the name `LOGGER`.
    pub(super) mod renamed {
        use super::own_static::{LOGGER, LOGGER as AUDIT};
        pub(in super::super) fn log() {
            info!("renamed");
            info!(logger: AUDIT, "audit");
            info!(logger: super::LOGGER, "parent");
        }
    }

    pub(super) fn function() {
        mod within_a_function {
            pub(super) fn log() {
                info!("within a function");
            }
        }
        within_a_function::log();
    }

    /// Mentions `LOGGER` without declaring it.
    pub(super) mod mentions {
        fn captures<'a>(x: &'a str) -> impl std::fmt::Display + use<'a> {
            let _ = LOGGER.name();
            x
        }
        pub(in super::super) fn log() {
            static NUMBER: u8 = 1;
            static LOG: &logkit::Logger = &LOGGER;
            info!(NUMBER, name = LOG.name(), "{}", captures("mentions"));
        }
    }
}

#[test]
fn nested_modules_inherit_the_logger_unless_they_have_their_own() {
    let nested = lines(&outer::LOGGER, || {
        outer::inner::log();
        outer::globs::by_glob::log();
        outer::globs::by_super::log();
        outer::mentions::log();
        outer::function();
    });
    assert_eq!(
        nested,
        [
            "INFO - inner",
            "INFO - innermost",
            "INFO - by glob",
            "CRITICAL - by glob",
            "INFO - by super",
            "INFO - mentions NUMBER=1 name=call_site.nested",
            "INFO - within a function",
        ]
    );

    // A module with a logger of its own keeps it.
    let own = lines(&outer::own_attribute::LOGGER, outer::own_attribute::log);
    assert_eq!(own, ["INFO - own attribute", "INFO - within own attribute"]);
    let own = lines(&outer::own_static::LOGGER, || {
        outer::own_static::log();
        outer::imported::log();
        outer::renamed::log();
    });
    let expected = ["own static", "within own static", "imported", "renamed", "audit"];
    assert_eq!(own, expected.map(|message| format!("INFO - {message}")));
}

/// A module with tests.
#[logkit::module_logger("call_site.tested")]
mod tested {
    fn log() {
        info!("tested");
    }

    #[cfg(test)]
    mod tests {
        use super::*;

        #[test]
        fn a_test_module_logs_to_the_module_s_logger() {
            assert!(enabled!(logkit::Level::Info));
            assert_eq!(LOGGER.name(), "call_site.tested");
            log();
        }
    }
}

/// Without a name, the logger has the module's.
#[logkit::module_logger]
mod unnamed {
    pub(super) fn log() {
        info!("unnamed");
    }
}

#[logkit::module_logger(level = "off", vis = pub(super), propagate)]
mod with_arguments {}

#[logkit::module_logger("call_site.private", vis = pub(self), propagate = false, crate = ::logkit,)]
mod private {
    pub(super) fn name() -> &'static str {
        LOGGER.name()
    }
}

mod holder {
    #[logkit::module_logger]
    pub(super) static LOGGER: logkit::Logger;
}

#[test]
fn arguments_of_the_attribute_take_effect() {
    assert_eq!(lines(&unnamed::LOGGER, unnamed::log), ["INFO - unnamed"]);
    assert_eq!(unnamed::LOGGER.name(), "call_site.modules.unnamed");
    assert_eq!(holder::LOGGER.name(), "call_site.modules.holder");
    assert_eq!(with_arguments::LOGGER.name(), "call_site.modules.with_arguments");
    assert_eq!(with_arguments::LOGGER.level(), logkit::LevelFilter::Off);
    assert!(with_arguments::LOGGER.propagate());
    assert!(!unnamed::LOGGER.propagate());
    assert_eq!(private::name(), "call_site.private");
}

/// The attribute under another name is not recognized in a nested module, so the static that it
/// writes conflicts with none that is inherited.
mod renamed_attribute {
    use logkit::module_logger as named_logger;

    #[named_logger("call_site.renamed_attribute")]
    pub(super) mod outer {
        use logkit::module_logger as named_logger;

        pub(in super::super) fn log() {
            info!("outer");
            inner::log();
        }

        #[named_logger("call_site.renamed_attribute.inner")]
        mod inner {
            pub(super) fn log() {
                info!("inner");
            }
        }
    }
}

#[test]
fn the_attribute_may_be_renamed() {
    let outer = lines(&renamed_attribute::outer::LOGGER, renamed_attribute::outer::log);
    assert_eq!(outer, ["INFO - outer", "INFO - inner"]);
}
