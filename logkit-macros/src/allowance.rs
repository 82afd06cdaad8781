//! The names that a crate's `Cargo.toml` declares harmless, although the list has them as those of
//! secrets.

use std::ffi::OsString;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::{env, fs};

use crate::harmless_names;
use crate::manifest::harmless_words;
use crate::secret_names::{self, SecretName};

/// The harmless names of one crate.
#[derive(Default)]
pub(crate) struct Allowance {
    /// The names as they are written.
    pub(crate) names: Vec<String>,
    /// The manifest was read, so that a change of it can be tracked.
    pub(crate) has_manifest: bool,
    /// The mistake in the table.
    pub(crate) mistake: Option<String>,
    is_used: AtomicBool,
}

impl Allowance {
    /// The allowance of the crate that is compiled. Its manifest is read once.
    pub(crate) fn of_crate() -> Arc<Self> {
        static CACHE: Mutex<Option<(OsString, Arc<Allowance>)>> = Mutex::new(None);
        let folder = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default();
        let mut cache = CACHE.lock().unwrap_or_else(PoisonError::into_inner);
        match &*cache {
            // An editor expands the macros of many crates in one process.
            Some((known, allowance)) if *known == folder => Arc::clone(allowance),
            _ => {
                let manifest = fs::read_to_string(Path::new(&folder).join("Cargo.toml"));
                // The unit tests' expansions are the same in every folder.
                let has_manifest = manifest.is_ok() && !cfg!(test);
                let read = Self::read(&manifest.unwrap_or_default());
                let allowance = Arc::new(Self { has_manifest, ..read });
                *cache = Some((folder, Arc::clone(&allowance)));
                allowance
            }
        }
    }

    /// Reads a manifest. After a mistake nothing is allowed.
    fn read(manifest: &str) -> Self {
        match secrets(manifest) {
            Ok(names) => Self { names, ..Self::default() },
            Err(message) => {
                let mistake = format!("`package.metadata.logkit` in Cargo.toml: {message}");
                Self { mistake: Some(mistake), ..Self::default() }
            }
        }
    }

    /// Returns true once: the first logger of the crate declares the names and reports the mistake.
    pub(crate) fn is_first_use(&self) -> bool {
        !self.is_used.swap(true, Relaxed)
    }

    /// Returns true for every name after the mistake was reported: the crate does not compile, and
    /// further errors would hide the cause.
    fn allows(&self, name: &str) -> bool {
        self.mistake.is_some() && self.is_used.load(Relaxed)
            || harmless_names::allows(self.names.iter().map(String::as_str), name)
    }
}

/// The words of a manifest, which must be the names of secrets.
fn secrets(manifest: &str) -> Result<Vec<String>, String> {
    let names = harmless_words(manifest)?;
    for name in &names {
        if secret_names::secret(name).is_none() {
            return Err(format!("`{name}` is not a secret's name; remove it"));
        }
    }
    Ok(names)
}

/// The kind of the secret that has this name, unless the crate declares the name harmless.
pub(crate) fn secret(name: &str) -> Option<SecretName> {
    let kind = secret_names::secret(name)?;
    if allows(name) { None } else { Some(kind) }
}

/// Returns true if the crate declares the name of a secret harmless.
pub(crate) fn allows(name: &str) -> bool {
    Allowance::of_crate().allows(name)
}

#[cfg(test)]
mod tests {
    use super::Allowance;

    fn of(words: &str) -> Allowance {
        Allowance::read(&format!("[package.metadata.logkit]\nharmless = [{words}]"))
    }

    #[test]
    fn a_word_allows_the_names_that_end_with_it_unless_they_are_credentials() {
        let allowance = of(r#""token", "session_id""#);
        for name in [
            "token",
            "token0",
            "token_a",
            "sellToken",
            "input_tokens",
            "pool.token",
            "sessionId",
            "user_session_id",
        ] {
            assert!(allowance.allows(name), "{name}");
        }
        for name in [
            "access_token",
            "auth.token",
            "refreshToken",
            "API_TOKEN",
            "csrf-token",
            "password",
            "pin",
            "session",
            "token_password",
            "bearer",
            "token_value",
        ] {
            assert!(!allowance.allows(name), "{name}");
        }
        assert!(of(r#""reset_token""#).allows("stateless_reset_token"));
        assert!(!of("").allows("token"));
    }

    #[test]
    fn a_name_that_is_not_a_secrets_is_a_mistake() {
        for words in [r#""colour""#, r#""token", "token_count""#, r#""""#] {
            let allowance = of(words);
            assert!(allowance.names.is_empty());
            let mistake = allowance.mistake.as_ref();
            assert!(mistake.is_some_and(|mistake| mistake.contains("not a secret's")));
            assert!(!allowance.allows("token"));
            assert!(allowance.is_first_use() && !allowance.is_first_use());
            assert!(allowance.allows("token"));
        }
        assert_eq!(Allowance::read("[package]").mistake, None);
    }
}
