//! Masks: the text that a line shows in place of a secret.
//!
//! ```
//! use logkit::Redact;
//!
//! #[derive(Redact)]
//! struct Card {
//!     holder: String,
//!     #[redact(keep_last = 4)]
//!     number: String,
//!     #[redact]
//!     cvv: String,
//! }
//!
//! let card = Card {
//!     holder: "Ada".into(),
//!     number: "4111111111111111".into(),
//!     cvv: "737".into(),
//! };
//! assert_eq!(
//!     format!("{card:?}"),
//!     r#"Card { holder: "Ada", number: ****1111, cvv: [redacted] }"#,
//! );
//! ```
//!
//! A mask is the same for every value it hides: neither the length of a secret nor whether it was
//! there at all can be read from it, and no flag of a format string (`{:#?}`, width, precision,
//! fill, sign, `x?`) changes it. Writing one allocates nothing and takes the same time whether the
//! value is 10 bytes long or 10 MiB. Nothing turns masking off: no feature, no environment
//! variable, no `cfg`.

//!
//! # Names
//!
//! Where the type of a value says nothing, its name does. At compile time the [level
//! macros](crate::info!#secrets) refuse a value that is named like a secret; at run time the same list
//! masks fields wherever a record has them: third parties' events and spans that come by a
//! `logkit::layer()`, key-values of `log`, fields whose name is a constant.
//!
//! A name is read word by word, in any case and style: `userPassword`, `x-auth-token`, `APIKey`.
//! The last word decides, because in English it is the head noun: `password_hash`, `session.id` and
//! `http.request.header.authorization` are secrets; `token_count`, `has_password`, `path_to_token`
//! and `author` are not. [`add_secret_name`] adds to the list, and [`allow_name`] takes a name from it.
//! The names of a call site are looked up once.
//!
#![doc = include_str!("../../MASKING.md")]

pub(crate) mod collection;
pub(crate) mod custom_mask;
pub(crate) mod field_mask;
pub(crate) mod graphemes;
#[cfg(feature = "hash")]
pub(crate) mod hash;
#[cfg(feature = "hash")]
mod hash_key;
mod map_key;
pub(crate) mod mask;
pub(crate) mod name_cache;
pub(crate) mod names;
mod part;
pub(crate) mod policy;
mod safe;
#[cfg(feature = "secrecy")]
mod secret_box;
mod secret_names;
mod sensitive;
#[cfg(feature = "serde")]
mod serialize;
mod std_types;
pub(crate) mod strict;
mod text;

pub use crate::record::value::{Redact, Redacted, Shape, ShapeKind, Visitor};
pub use custom_mask::Mask;
#[cfg(feature = "hash")]
pub use hash::{HashInput, Hashed, hashed};
#[cfg(feature = "hash")]
pub use hash_key::{HashKeyError, set_hash_key};
pub use mask::{Masked, PartialMask, keep_first, keep_last, masked};
pub use names::{add_secret_name, allow_name, disallow_name, remove_secret_name};
pub use safe::LogSafe;
pub use sensitive::{Sensitive, Unmasked, unmasked};
pub use strict::StrictLogger;
pub use text::KeepText;

/// Writes a [`Debug`](std::fmt::Debug) that masks the marked fields, and [`trait@Redact`].
///
/// ```
/// use logkit::Redact;
///
/// #[derive(Redact)]
/// enum Login<T> {
///     Anonymous,
///     Token(#[redact(keep_first = 3, keep_last = 2)] String),
///     Password {
///         user: String,
///         #[redact]
///         password: T,
///     },
/// }
///
/// struct NoDebug;
///
/// let token: Login<NoDebug> = Login::Token("ghp_16C7e42F292c".into());
/// assert_eq!(format!("{token:?}"), "Token(ghp****2c)");
///
/// let password = Login::Password { user: "ada".into(), password: NoDebug };
/// assert_eq!(format!("{password:?}"), r#"Password { user: "ada", password: [redacted] }"#);
/// ```
///
/// | on a field | it prints as |
/// |---|---|
/// | nothing | its own `Debug`, as std's derive would |
/// | `#[redact]` | `[redacted]`, whatever it holds |
/// | `#[redact(keep_first = N)]` | its first N characters and `****`, like [`keep_first`] |
/// | `#[redact(keep_last = N)]` | `****` and its last N characters, like [`keep_last`] |
/// | both | its first and last characters around `****` |
/// | `min_hidden = N` with these | `****` alone, unless N characters stay hidden |
/// | `#[redact(text = "..")]` | that text, whatever it holds |
/// | `#[redact(hash)]` | `hash:` and 16 digits of a keyed hash over `Type.field` and the value (feature `hash`) |
/// | `#[redact(hash(domain = ".."))]` | the same over that domain, so that two fields can be compared |
/// | `#[redact(with = path)]` | what that function writes to a [`Mask`] |
/// | `#[redact(each)]`, alone or with one of the above | each element behind its mask |
/// | `#[redact(show_none)]`, alone or with the above | `None`, or the mask of what is there |
/// | `#[redact(skip)]` | its own `Debug`, where it would be masked, or refused for its name |
///
/// A field has one mask. `each` is for slices, arrays, `Vec`, `VecDeque`, sets, the values of maps
/// (the keys show, and need `Display`) and for what an `Option` holds; how many elements there are
/// shows. With `show_none` the masks of an `Option` are for what it holds, also those of `each`.
///
/// On the type: `#[redact(all)]` masks every field without an attribute; `#[redact(strict)]` makes such
/// a field an error; `#[redact(nested)]` is for a type whose secrets are all in fields that mask
/// themselves; `#[redact(crate = path)]` is the path of logkit, if not `::logkit`. On a variant: `#[redact]` masks all its fields, and
/// `#[redact(name)]` hides which variant it is, so that all of it prints as `[redacted]`.
///
/// ```
/// use logkit::Redact;
///
/// #[derive(Redact)]
/// #[redact(all)]
/// struct Account {
///     #[redact(skip)]
///     id: u64,
///     password: String,
///     #[redact(show_none)]
///     second_factor: Option<String>,
///     #[redact(each, keep_last = 4)]
///     phones: Vec<String>,
/// }
///
/// let account = Account {
///     id: 17,
///     password: "hunter2".into(),
///     second_factor: None,
///     phones: vec!["+49 30 901820".into()],
/// };
/// assert_eq!(
///     format!("{account:?}"),
///     "Account { id: 17, password: [redacted], second_factor: None, phones: [****1820] }",
/// );
/// ```
///
/// A masked field needs nothing of its type, not even `Debug`. The type of a shown field needs
/// `Debug`, that of a kept one [`KeepText`]; the impls are bound by those of them that mention a
/// type parameter. (Two generic types that contain each other are therefore too much for rustc
/// unless the fields between them are masked.)
///
/// A shown field that is named like a secret needs `#[redact(skip)]`, and so does an unnamed field of a
/// variant with such a name. Fields of the types `Sensitive`, `SecretBox` and `SecretString` do not.
/// A type without an attribute on any field is an error. Fields that a `cfg` removes do not count.
///
/// With `#[redact(nested)]` the type needs no mask of its own. It can be logged in strict modules, and
/// JSON has its structure. A field that is named like a secret must then derive `Redact` itself:
///
/// ```
/// use logkit::Redact;
///
/// #[derive(Redact)]
/// struct Password(#[redact] String);
///
/// #[derive(Redact)]
/// #[redact(nested)]
/// struct Login {
///     user: u64,
///     password: Password,
/// }
///
/// let login = Login { user: 17, password: Password("hunter2".into()) };
/// assert_eq!(format!("{login:?}"), "Login { user: 17, password: Password([redacted]) }");
/// ```
///
/// # "conflicting implementations of trait `Debug`"
///
/// The derive writes `Debug` itself, so that every way to print the value masks it. Remove `Debug` from
/// `#[derive(Debug, Redact)]`. The derives of one list do not see each other, so this error is rustc's.
pub use logkit_macros::Redact;
