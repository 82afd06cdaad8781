//! A struct of three fields, one of them a secret of 25 characters, formatted by `{:?}`.

use std::array::from_fn;
use std::fmt::{Debug, Write};
use std::hint::black_box;

use logkit::redact::{Mask, set_hash_key};
use logkit_bench::measure::{Case, Group, Limit};

const SECRET: &str = "sk_live_8a2f9c1d7e6b5a403";
/// The same number of characters in 50 bytes, for which the shortcut for ASCII does not apply.
const SECRET_IN_CYRILLIC: &str = "секретный_ключ_номер_один";

/// The same struct for each case, in a module of its own.
macro_rules! logins {
    ($($module:ident: $derive:path, $token:ty $(, $mask:meta)*;)*) => { $(
        mod $module {
            #[derive($derive)]
            #[allow(dead_code, reason = "the derive reads it, or for a mask does not")]
            pub(super) struct Login {
                pub(super) user: String,
                pub(super) id: u64,
                $(#[$mask])*
                pub(super) token: $token,
            }

            impl Login {
                pub(super) fn new(token: &str) -> Self {
                    Self { user: "ada".into(), id: 1_234_567, token: token.into() }
                }
            }
        }
    )* };
}

logins! {
    unmasked: Debug, String;
    masked: logkit::Redact, String, redact;
    keep_first: logkit::Redact, String, redact(keep_first = 4);
    keep_last: logkit::Redact, String, redact(keep_last = 4);
    keep_both: logkit::Redact, String, redact(keep_first = 4, keep_last = 4);
    hash: logkit::Redact, String, redact(hash);
    text: logkit::Redact, String, redact(text = "(a token)");
    with: logkit::Redact, String, redact(with = super::prefix);
    secrecy: Debug, secrecy::SecretString;
    veil: veil::Redact, String, redact;
    veil_partial: veil::Redact, String, redact(partial);
    veil_fixed: veil::Redact, String, redact(fixed = 4);
}

/// Every field is masked.
#[derive(logkit::Redact)]
#[redact(all)]
#[allow(dead_code, reason = "all of it is masked")]
struct All {
    user: String,
    id: u64,
    token: String,
}

fn prefix(token: &str, mask: &mut Mask<'_>) -> std::fmt::Result {
    mask.write_str(token.get(..4).ok_or(std::fmt::Error)?)?;
    mask.write_str("****")
}

pub(crate) fn group() -> Group {
    // The key is long enough, so this cannot fail; otherwise the hash would use a random key.
    let _ = set_hash_key(b"the same 32 bytes in every run..");
    let once = Limit::Times(1.0);
    let a_tenth_more = Limit::Times(1.1);
    Group {
        title: "a struct",
        cases: vec![
            case("derive(Debug), unmasked", unmasked::Login::new(SECRET)).without_allocations(),
            case("redact", masked::Login::new(SECRET)).limit(once).without_allocations(),
            case("redact(keep_first = 4)", keep_first::Login::new(SECRET))
                .limit(a_tenth_more)
                .without_allocations(),
            case("the same, in Cyrillic", keep_first::Login::new(SECRET_IN_CYRILLIC))
                .without_allocations(),
            case("redact(keep_last = 4)", keep_last::Login::new(SECRET))
                .limit(a_tenth_more)
                .without_allocations(),
            case("redact(keep_first = 4, keep_last = 4)", keep_both::Login::new(SECRET))
                .without_allocations(),
            case("redact(hash)", hash::Login::new(SECRET))
                .limit(Limit::Times(3.0))
                .without_allocations(),
            case("redact(text = ..)", text::Login::new(SECRET)).limit(once).without_allocations(),
            case("redact(with = ..)", with::Login::new(SECRET)).without_allocations(),
            case("redact(all)", All { user: "ada".into(), id: 1_234_567, token: SECRET.into() })
                .limit(once)
                .without_allocations(),
            case("secrecy in derive(Debug)", secrecy::Login::new(SECRET)),
            case("veil", veil::Login::new(SECRET)),
            case("veil, partial", veil_partial::Login::new(SECRET)),
            case("veil, fixed = 4", veil_fixed::Login::new(SECRET)),
        ],
    }
}

/// Writes the value's `{:?}` into an existing buffer.
pub(crate) fn case<T: Debug + 'static>(name: &'static str, value: T) -> Case {
    // Several buffers, because one may have an address relative to the stack (the same last 12
    // bits) at which reads wait for writes: that would slow one case down for a whole run of the
    // program.
    let mut buffers: [String; 16] = from_fn(|_| String::with_capacity(272));
    let mut next = 0;
    Case::new(name, move || {
        next = (next + 1) % buffers.len();
        let buffer = &mut buffers[next];
        buffer.clear();
        // Writing to a string cannot fail.
        let _ = write!(buffer, "{:?}", black_box(&value));
        black_box(&*buffer);
    })
}
