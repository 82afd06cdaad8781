//! The names of secrets that crates declare harmless in their `Cargo.toml`, for statements that
//! logkit's macros do not see.

#[cfg(any(feature = "layer", feature = "log"))]
use crate::redact::harmless_names;

/// The harmless names of one crate; for expansions of `#[module_logger]`.
#[derive(Debug)]
pub struct HarmlessNames {
    /// The path of a module of the crate.
    pub module_path: &'static str,
    /// The names, as they are written in the manifest.
    pub names: &'static [&'static str],
}

inventory::collect!(HarmlessNames);

impl HarmlessNames {
    /// The name of the crate.
    #[cfg(any(feature = "layer", feature = "log", feature = "testing"))]
    fn crate_name(&self) -> &'static str {
        crate_of(self.module_path)
    }
}

/// Returns the name of the crate and the harmless name, for each name of each crate.
#[cfg(feature = "testing")]
pub(crate) fn declared() -> impl Iterator<Item = (&'static str, &'static str)> {
    inventory::iter::<HarmlessNames>
        .into_iter()
        .flat_map(|declared| declared.names.iter().map(|name| (declared.crate_name(), *name)))
}

/// Returns a line about the harmless names for the report of a leak test; empty if there are none.
#[cfg(feature = "testing")]
pub(crate) fn summary() -> String {
    let names: Vec<String> =
        declared().map(|(crate_name, name)| format!("`{name}` in {crate_name}")).collect();
    match names.as_slice() {
        [] => String::new(),
        names => format!("\ndeclared harmless ({}): {}", names.len(), names.join(", ")),
    }
}

/// Returns `true` if the crate of a module declares the name of a secret harmless.
#[cfg(any(feature = "layer", feature = "log"))]
pub(crate) fn is_harmless_in(module_path: Option<&str>, name: &str) -> bool {
    let crate_name = module_path.map(crate_of);
    inventory::iter::<HarmlessNames>.into_iter().any(|declared| {
        Some(declared.crate_name()) == crate_name
            && harmless_names::allows(declared.names.iter().copied(), name)
    })
}

#[cfg(any(feature = "layer", feature = "log", feature = "testing"))]
fn crate_of(module_path: &str) -> &str {
    module_path.split("::").next().unwrap_or(module_path)
}
