//! The kinds of secrets.

/// What a [`Scrubber`](crate::scrub::Scrubber) looks for, apart from registered secrets and patterns
/// of the user's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// Numbers of payment cards.
    Cards,
    /// Credentials behind `Bearer` and `Basic`, cookies, and what is assigned to a secret's name.
    Credentials,
    /// JSON Web Tokens.
    Jwts,
    /// Private keys in PEM.
    PrivateKeys,
    /// Passwords and tokens before the host of a URL, and signatures in its query.
    Urls,
    /// Keys with a vendor's prefix.
    VendorKeys,
    /// E-mail addresses; off unless asked for.
    Emails,
}
