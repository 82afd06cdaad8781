//! Complete expansions, so that growth is noticed.

use crate::tokens::api::TokenStream;

use crate::{event, module_logger};

/// The items formatted, with the path of the private module shortened.
fn pretty(items: TokenStream) -> String {
    let items = prettyplease::unparse(&syn::parse2(items).unwrap());
    items.replace("::logkit::__private::", "private::")
}

/// The expansion of a statement; `tokens` are the name of the macro and its input.
fn statement(tokens: &str) -> String {
    let input = format!("[::logkit] {tokens}").parse().unwrap();
    let expansion = event::expand(input);
    pretty(quote::quote!(fn statement() { #expansion }))
}

/// The expansion of an attribute.
fn annotated(arguments: &str, item: &str) -> String {
    pretty(module_logger::expand(arguments.parse().unwrap(), &item.parse().unwrap()))
}

#[test]
fn a_plain_statement_is_its_message() {
    assert_eq!(
        statement(r#"info "packed""#),
        r#"fn statement() {
    private::statement! {
        direct Info __logger = & LOGGER; 0 0["packed",] []
    }
}
"#
    );
}

#[test]
fn a_value_of_a_variable_is_made_in_the_call() {
    assert_eq!(
        statement(r#"info order_id, "packed {} of {total}", self.n"#),
        r#"fn statement() {
    private::statement! {
        direct Info __logger = & LOGGER; 1 0["order_id", "packed ", " of ",] [__logger
        .typed(& order_id), __logger.probe(& self.n).__argument(& self.n), __logger
        .probe(& total).__argument(& total),]
    }
}
"#
    );
}

#[test]
fn a_value_of_another_expression_is_bound_once_and_made_in_the_call() {
    assert_eq!(
        statement(r#"info order_id, "packed {} of {total}", n()"#),
        r#"fn statement() {
    private::statement! {
        Info __logger = & LOGGER; 1 0["order_id", "packed ", " of ",] (__value0 =
        order_id, __value1 = n(), __value2 = total,) emit[__logger.typed(__value0),
        __logger.probe(__value1).__argument(__value1), __logger.probe(__value2)
        .__argument(__value2),]
    }
}
"#
    );
}

#[test]
fn no_value_is_held_across_an_await() {
    let expansion = statement(r#"info order_id, answer = response.await, "packed""#);
    assert!(!expansion.contains("direct"), "{expansion}");
}

#[test]
fn a_check_is_one_call() {
    let expansion = |tokens: &str| {
        let input = format!("[::logkit] enabled {tokens}").parse().unwrap();
        let expansion = event::expand_enabled(input);
        pretty(quote::quote!(const CHECK: bool = #expansion;))
    };
    assert_eq!(
        expansion("logger: audit::LOGGER, level, field = 1"),
        "const CHECK: bool = private::logger(&audit::LOGGER)\n    \
         .enabled(private::level(level));\n"
    );
    assert!(expansion("").starts_with("const CHECK: bool = {\n    ::core::compile_error! {"));
}

#[test]
fn a_static_is_a_value_and_a_registration() {
    let item = "pub(crate) static LOGGER: Logger;";
    assert_eq!(
        annotated(r#""payments", level = "debug""#, item),
        r#"pub(crate) static LOGGER: Logger = private::declare(
    private::Declaration::new(
            "payments",
            private::Option::Some(
                private::LevelFilter::At(private::Level::Debug),
            ),
            false,
        )
        .at(private::module_path!(), private::file!()),
);
private::submit! {
    private::Registration(& LOGGER)
}
#[cfg(test)]
private::submit! {
    private::UnderTest
}
"#
    );
}

#[test]
fn a_strict_static_is_of_another_type() {
    assert_eq!(
        annotated(r#""payments", strict"#, "static LOGGER: Logger;"),
        r#"static LOGGER: <Logger as private::MadeStrict>::Logger = private::declare_strict(
    private::Declaration::new(
            "payments",
            private::Option::None,
            false,
        )
        .at(private::module_path!(), private::file!()),
);
private::submit! {
    private::strict_registration(& LOGGER)
}
#[cfg(test)]
private::submit! {
    private::UnderTest
}
"#
    );
    let audit = annotated("", "static AUDIT: Logger;");
    assert!(
        audit.contains(".at(private::module_path!(), private::file!())\n        .secondary(),"),
        "{audit}"
    );
    let module = annotated(r#""payments", strict"#, "mod payments {}");
    assert!(module.contains("pub(crate) static LOGGER: ::logkit::StrictLogger = "), "{module}");
}

#[test]
fn a_module_begins_with_its_logger_and_its_macros() {
    let item = "pub mod payments { //! Of cards.\n mod gateway { fn open() {} } }";
    let expansion = annotated("", item);
    let (before, macros) =
        expansion.split_once("    #[allow(unused_macros)]\n    macro_rules! trace").unwrap();
    let (macros, after) =
        macros.rsplit_once("    #[allow(unused_macros)]\n    macro_rules! enabled").unwrap();
    assert_eq!(macros.matches("macro_rules! ").count(), 7);
    assert_eq!(
        format!("{before}    ..\n    #[allow(unused_macros)]\n    macro_rules! enabled{after}"),
        r"pub mod payments {
    //! Of cards.
    /// The logger of this module.
    pub(crate) static LOGGER: ::logkit::Logger = private::declare(
        private::Declaration::new(
                {
                    const NAME: &private::ModuleName = &private::ModuleName::of(
                        private::module_path!(),
                    );
                    NAME.as_str()
                },
                private::Option::None,
                false,
            )
            .at(private::module_path!(), private::file!())
            .in_lines(private::line!(), private::line!()),
    );
    private::submit! {
        private::Registration(& LOGGER)
    }
    #[cfg(test)]
    private::submit! {
        private::UnderTest
    }
    ..
    #[allow(unused_macros)]
    macro_rules! enabled {
        ($first:tt $($rest:tt)*) => {
            private::enabled_macro!([::logkit] enabled $first $($rest)*)
        };
    }
    mod gateway {
        use super::LOGGER;
        fn open() {}
    }
}
"
    );
}
