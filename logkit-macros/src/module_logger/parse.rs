//! From the attribute and what it stands on to the model.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens as _, quote};
use syn::ext::IdentExt as _;

use crate::diag::Mistakes;
use crate::module_logger::arguments::Arguments;
use crate::module_logger::bypass;
use crate::module_logger::instrument;
use crate::module_logger::items::{is_ident, split_inner_attributes};
use crate::module_logger::model::{Model, Module, Name, Shape};
use crate::module_logger::target::{Target, file_module, refuse_files};
use crate::names;

/// The model, as far as it can be made, and everything that is wrong. Without a model the item is
/// left as it is.
pub(crate) fn parse(arguments: TokenStream, item: TokenStream) -> (Option<Model>, Mistakes) {
    let mut mistakes = Mistakes::default();
    let mut arguments = Arguments::parse(arguments, &mut mistakes);
    let Some(target) = Target::parse(item, &mut mistakes) else {
        return (None, mistakes);
    };
    let (name, shape) = match target {
        Target::File { ident } => {
            let name = given(&arguments, Some(&ident), &mut mistakes);
            mistakes.at(&ident, file_module(&ident, &name.unwrap_or_default()));
            return (None, mistakes);
        }
        Target::Static(mut logger) => {
            if let Some(of) = logger.of.take_if(|of| names_strict_logger(of)) {
                mistakes.at(of, made_by_strict(&logger.ident));
            }
            if let Some(visibility) = &arguments.visibility {
                mistakes.at(
                    visibility,
                    "`vis` is for inline modules; write the visibility before `static`",
                );
            }
            (given(&arguments, None, &mut mistakes), Shape::Static(logger))
        }
        Target::Module { head, ident, body } => {
            let name = given(&arguments, Some(&ident), &mut mistakes);
            let shown = name.clone().unwrap_or_default();
            let (inner_attributes, items) = split_inner_attributes(body);
            refuse_files(&items, &shown, &mut mistakes);
            let has_bypass = !arguments.allow_bypass && bypass::find(&items, &shown, &mut mistakes);
            instrument::find(&items, &mut mistakes);
            let logger_visibility =
                arguments.visibility.take().unwrap_or_else(|| quote!(pub(crate)));
            let module = Module { head, inner_attributes, items, logger_visibility, has_bypass };
            (name, Shape::Module(module))
        }
    };
    let Arguments { runtime, level, propagate, strict, .. } = arguments;
    let name = name.map_or(Name::OfModule, Name::Given);
    (Some(Model { runtime, name, level, propagate, strict, shape }), mistakes)
}

/// Whether the type is what `strict` makes of a static, which nobody has to write.
fn names_strict_logger(of: &TokenStream) -> bool {
    of.clone().into_iter().last().is_some_and(|last| is_ident(&last, "StrictLogger"))
}

fn made_by_strict(ident: &Ident) -> String {
    format!(
        "the attribute makes a `StrictLogger`, if told `strict`; write `#[module_logger(.., \
         strict)] static {ident}: Logger;`"
    )
}

/// The name that is written, or the module's; mended where it is wrong, so that the logger exists
/// all the same. `None` for a static that was given none.
fn given(arguments: &Arguments, module: Option<&Ident>, mistakes: &mut Mistakes) -> Option<String> {
    let own = module.map(|ident| ident.unraw().to_string());
    let (name, place) = match (&arguments.name, module) {
        (Some(literal), _) => (literal.value(), literal.to_token_stream()),
        (None, module) => (own.clone()?, module.to_token_stream()),
    };
    if names::is_valid(&name) {
        return Some(name);
    }
    let own = own.and_then(|own| names::mended(&own));
    let mended = names::mended(&name).or(own).unwrap_or_else(|| "billing".to_owned());
    let wrong = if arguments.name.is_none() {
        format!("the module's name is no logger name: {name:?}")
    } else {
        names::what_is_wrong(&name)
    };
    mistakes.at(place, format_args!("{wrong}; write `#[module_logger(\"{mended}\")]`"));
    Some(mended)
}
