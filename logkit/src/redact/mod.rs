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
//! A mask is the same for every value it hides. It reveals neither the length of a secret nor its
//! absence, and no flag of a format string (`{:#?}`, width, precision, fill, sign, `x?`) changes
//! it. Writing a mask allocates nothing and takes the same time for 10 bytes and for 10 MiB. No
//! feature, environment variable or `cfg` turns masking off.
//!
//! # Names
//!
//! Values whose types have no masks are checked by name. At compile time the [level
//! macros](crate::info!#secrets) refuse a value that is named like a secret. At run time the same
//! list masks the fields of all other records: third parties' events and spans in a
//! `logkit::layer()`, key-values of `log`, and fields whose name is a constant.
//!
//! Names are compared word by word, in any case and style: `userPassword`, `x-auth-token`,
//! `APIKey`. The last word decides, because in English it is the head noun: `password_hash`,
//! `session.id` and `http.request.header.authorization` are secrets; `token_count`, `has_password`,
//! `path_to_token` and `author` are not. [`add_secret_name`] adds a name to the list, and
//! [`allow_name`] excludes one. The names of a call site are looked up once.
//!
//! Values that cannot be the secret are shown: booleans, counts under a plural (`tokens=1532`), numbers
//! below 1,000 under `pin`, directories under `pwd`. A `key` of no known sort is masked if its value is
//! long and random. Under an added name every value is masked.
//!
#![doc = include_str!("../../MASKING.md")]

pub(crate) mod allowance;
pub(crate) mod collection;
pub(crate) mod count;
pub(crate) mod custom_mask;
pub(crate) mod field_mask;
pub(crate) mod graphemes;
#[cfg(any(feature = "layer", feature = "log"))]
mod harmless_names;
#[cfg(feature = "hash")]
pub(crate) mod hash;
#[cfg(feature = "hash")]
mod hash_key;
mod map_key;
pub(crate) mod mask;
pub(crate) mod name_cache;
mod name_hashes;
pub(crate) mod name_rule;
pub(crate) mod name_table;
pub(crate) mod names;
mod part;
pub(crate) mod policy;
mod safe;
#[cfg(feature = "secrecy")]
mod secret_box;
pub(crate) mod secret_names;
pub(crate) mod sensitive;
#[cfg(feature = "serde")]
mod serialize;
mod std_types;
pub(crate) mod strict;
mod text;

pub use crate::record::shape::{Shape, ShapeKind};
pub use crate::record::value::{Redact, Redacted, Visitor};
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
/// | no attribute | its own `Debug`, as with std's derive |
/// | `#[redact]` | `[redacted]` |
/// | `#[redact(keep_first = N)]` | its first N characters and `****`, like [`keep_first`] |
/// | `#[redact(keep_last = N)]` | `****` and its last N characters, like [`keep_last`] |
/// | both ends | its first and last characters around `****` |
/// | `min_hidden = N` with these | `****` alone, unless N characters stay hidden |
/// | `#[redact(text = "..")]` | that text |
/// | `#[redact(hash)]` | `hash:` and 16 digits of a keyed hash over `Type.field` and the value (feature `hash`) |
/// | `#[redact(hash(domain = ".."))]` | the same over that domain, so that two fields can be compared |
/// | `#[redact(with = path)]` | the output of that function to a [`Mask`] |
/// | `#[redact(each)]`, alone or with one of the above | each element behind its mask |
/// | `#[redact(show_none)]`, alone or with the above | `None`, or the mask of the content |
/// | `#[redact(skip)]` | its own `Debug`, in spite of `all`, `strict` or a secret's name |
///
/// A field has one mask. `each` applies to slices, arrays, `Vec`, `VecDeque`, sets, the values of
/// maps (the keys are shown and need `Display`) and the content of an `Option`. The number of
/// elements is visible. With `show_none`, the mask of an `Option` applies to its content, and
/// `each` to the elements of the content.
///
/// On the type: `#[redact(all)]` masks every field without an attribute; `#[redact(strict)]` makes
/// such a field an error; `#[redact(nested)]` is for a type whose secrets are all in fields that
/// mask themselves; `#[redact(bound = "..")]` replaces the [bounds](#bounds) of the impls;
/// `#[redact(crate = path)]` is the path of logkit, if it is not `::logkit`. On a
/// variant: `#[redact]` masks all its fields, and `#[redact(name)]` masks its name, too, so that
/// the whole variant prints as `[redacted]`.
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
/// The type of a masked field needs no trait, not even `Debug`. The type of a shown field needs
/// `Debug`, and that of a field with `keep_first` or `keep_last` needs [`KeepText`].
///
/// # Bounds
///
/// The impls are bound by the types of those fields that mention a type parameter: a `Wrapper<T>` may be
/// `Debug` for any `T`. A generic type behind a pointer or in a collection, as in `Vec<Line<T>>`, may
/// contain the type itself. There the parameter is bound, `T: Debug`, as std's derive does it, so that
/// generic types may contain each other. An alias hides such a place; rustc then reports an "overflow
/// evaluating the requirement". Shown fields of a `repr(packed)` type must be `Copy`.
///
/// `#[redact(bound = "..")]` replaces these bounds by the predicates of a `where` clause:
///
/// ```
/// use std::fmt::Debug;
///
/// use logkit::Redact;
///
/// trait Table {
///     type Key;
/// }
///
/// #[derive(Redact)]
/// #[redact(bound = "T::Key: Debug")]
/// struct Node<T: Table> {
///     #[redact]
///     note: String,
///     edges: Vec<Edge<T>>,
/// }
///
/// #[derive(Redact)]
/// #[redact(bound = "T::Key: Debug")]
/// struct Edge<T: Table> {
///     #[redact]
///     weight: u64,
///     key: T::Key,
///     to: Option<Box<Node<T>>>,
/// }
///
/// struct Numbers;
/// impl Table for Numbers {
///     type Key = u8;
/// }
///
/// let edge = Edge::<Numbers> { weight: 7, key: 1, to: None };
/// assert_eq!(format!("{edge:?}"), "Edge { weight: [redacted], key: 1, to: None }");
/// ```
///
/// [`LogSafe`] is bound by the parameters that show, too, whatever `bound` says.
///
/// # Names of secrets
///
/// A shown field that is named like a secret needs `#[redact(skip)]`. So do the fields of a variant with
/// such a name, unless one of them has a mask or is itself named like a secret. Fields of the types
/// `Sensitive` and, with the feature `secrecy`, `SecretBox` and `SecretString` do not; another type of
/// such a name must implement [`trait@Redact`]. A `bool` is shown under any name, and a
/// number under a plural, such as `tokens`.
///
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
