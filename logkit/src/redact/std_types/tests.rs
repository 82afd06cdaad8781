//! The table of standard types and their traits, checked at compile time.

use super::*;
use crate::redact::KeepText;
use crate::redact::collection::OptionLike;
#[cfg(feature = "hash")]
use crate::redact::hash::HashInput;
use crate::redact::mask::{Masked, PartialMask, keep_last};

/// `type, ..: traits that it has; not traits that it has not;`
macro_rules! table {
    ($($($type:ty),+: $traits:tt not $others:tt;)*) => { $($(
        const _: () = {
            table! { @has $traits $type }
            table! { @lacks $others $type }
        };
    )+)* };
    (@has [$($trait:ident)*] $type:ty) => { $(
        const _: fn() = || {
            fn has<T: $trait + ?Sized>() {}
            has::<$type>();
        };
    )* };
    // If the type has the trait, the type parameter of `Ambiguous` cannot be inferred.
    (@lacks [$($trait:ident)*] $type:ty) => { $(
        const _: fn() = || {
            trait Ambiguous<A> {
                fn check() {}
            }
            impl<T: ?Sized> Ambiguous<()> for T {}
            impl<T: $trait + ?Sized> Ambiguous<u8> for T {}
            <$type as Ambiguous<_>>::check();
        };
    )* };
}

#[cfg(feature = "hash")]
table! {
    u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize: [HashInput] not [];
    bool, char, str, String, [u8], Vec<u8>, [u8; 2], Option<&str>, Cow<'_, str>: [HashInput] not [];
    f64, Duration, Vec<u16>: [] not [HashInput];
}

table! {
    u32, u64, u128, usize: [ToValue LogSafe Primitive] not [Redact KeepText];
    i16, i32, i64, i128, isize, bool: [ToValue LogSafe Primitive] not [Redact KeepText];
    u8, i8, u16: [ToValue Primitive] not [LogSafe Redact];
    f32, f64: [ToValue LogSafe] not [Primitive Redact];
    NonZeroI16, NonZeroI32, NonZeroI64, NonZeroI128, NonZeroIsize, NonZeroU32, NonZeroU64,
    NonZeroU128, NonZeroUsize: [ToValue LogSafe] not [Primitive Redact];
    NonZeroU8, NonZeroI8, NonZeroU16: [ToValue] not [LogSafe Primitive Redact];
    Vec<NonZeroU8>, [NonZeroI8; 2], Option<NonZeroU8>, Box<[NonZeroU8]>, BTreeSet<NonZeroI8>,
    VecDeque<NonZeroU8>, (NonZeroU8, NonZeroI8), Wrapping<u8>,
    Vec<u16>, &[u16], [u16; 2], Option<Vec<u16>>, Box<[u16]>, VecDeque<u16>, BTreeSet<u16>,
    Vec<NonZeroU16>, (u16, u16), Wrapping<u16>, Result<u16, u32>, Range<u16>: [] not [LogSafe];
    Vec<i16>, Vec<u32>, [u64; 2], BTreeSet<u32>, (u32, i16): [LogSafe] not [];
    (), Duration, Instant, SystemTime, Ordering, ErrorKind: [ToValue LogSafe] not [Redact];
    char: [ToValue] not [LogSafe Redact];
    str, String, Cow<'_, str>: [ToValue Primitive KeepText] not [LogSafe Redact Collection];
    &'static str: [ToValue Primitive KeepText] not [Redact LogSafe];
    [u8], &[u8]: [ToValue Collection PlainCollection] not [LogSafe Redact];
    OsStr, OsString, Path, PathBuf, &Path, Arc<Path>: [ToValue] not [LogSafe Redact Primitive];
    IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV4, SocketAddrV6: [ToValue] not [LogSafe Redact];
    fmt::Arguments<'_>, &dyn Error, Box<dyn Error>: [ToValue] not [LogSafe Redact];
    Wrapping<u64>: [ToValue LogSafe] not [Primitive];
    Range<u64>, RangeInclusive<u64>, Result<u64, Masked>: [LogSafe] not [ToValue];
}

/// A value that masks itself.
type Pan = PartialMask<'static>;

// Elements that mask themselves.
table! {
    [Pan; 2], Vec<Pan>, VecDeque<Pan>, BTreeSet<Pan>, HashSet<Pan>, BTreeMap<u64, Pan>,
    HashMap<u64, Pan>, &[Pan], &mut [Pan], Box<[Pan]>, Rc<[Pan]>, Arc<[Pan]>,
    Box<Vec<Pan>>: [Redact ToValue PlainCollection Collection LogSafe] not [Primitive];
    [Pan]: [Redact PlainCollection Collection LogSafe] not [ToValue];
    (Pan,), (Pan, Pan), (Pan, Pan, Pan), (Pan, Pan, Pan, Pan),
    (Pan, Pan, Pan, Pan, Pan), (Pan, Pan, Pan, Pan, Pan, Pan):
        [Redact ToValue PlainCollection LogSafe] not [Collection];
    &Pan, &mut Pan, Box<Pan>, Rc<Pan>, Arc<Pan>: [Redact ToValue LogSafe] not [Collection];
    BTreeMap<String, Pan>: [Redact ToValue] not [LogSafe];
    Option<Pan>, &Option<Pan>: [Redact ToValue Collection OptionLike LogSafe] not [KeepText];
}

// Plain elements.
table! {
    [u64; 2], Vec<u64>, VecDeque<u64>, BTreeSet<u64>, HashSet<u64>, BTreeMap<u64, u64>, HashMap<u64, u64>,
    &[u64], Box<[u64]>: [PlainCollection Collection LogSafe] not [Redact];
    (u64,), (u64, u64), (u64, u64, u64), (u64, u64, u64, u64), (u64, u64, u64, u64, u64),
    (u64, u64, u64, u64, u64, u64): [PlainCollection LogSafe] not [Redact];
    Vec<String>, Vec<&str>, Vec<u8>, Vec<char>, Vec<Duration>, Vec<PathBuf>, Vec<IpAddr>:
        [PlainCollection Collection] not [Redact ToValue];
    Vec<String>, Vec<u8>, Vec<char>, (u64, u8), Option<String>, [char; 2]: [] not [LogSafe];
    Vec<i8>, [i8; 2], &[i8], Option<i8>, BTreeSet<i8>, Wrapping<i8>, Box<[i8]>: [] not [LogSafe];
    Option<&'static str>, [&'static str; 2], (u64, &'static str), Cow<'static, str>,
    BTreeMap<u64, &'static str>, &&'static str, Box<&'static str>: [] not [LogSafe];
    Option<u64>: [ToValue LogSafe Collection OptionLike] not [Redact Primitive];
    Option<Vec<u64>>: [PlainCollection LogSafe] not [Redact ToValue];
}

#[test]
fn a_path_is_text_unless_it_is_not_unicode() {
    assert_eq!(Path::new("/etc/hosts").to_value(), Value::Str("/etc/hosts"));
    assert_eq!(PathBuf::from("a b").to_value(), Value::Str("a b"));
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt as _;
        let path = Path::new(OsStr::from_bytes(b"/tmp/\xff"));
        assert_eq!(path.to_value(), Value::Bytes(b"/tmp/\xff"));
    }
}

#[test]
fn times_and_addresses_are_written_as_rust_prints_them() {
    assert_eq!(Duration::from_millis(1_500).to_value().to_string(), "1.5s");
    assert_eq!(Ipv4Addr::LOCALHOST.to_value().to_string(), "127.0.0.1");
    assert_eq!(SocketAddr::from(([0; 8], 443)).to_value().to_string(), "[::]:443");
    assert_eq!(ErrorKind::NotFound.to_value().to_string(), "NotFound");
    assert_eq!(NonZeroU128::MIN.to_value().to_string(), "1");
}

#[test]
fn a_slice_of_values_with_parts_is_a_list_behind_every_pointer() {
    let masks: [Pan; 2] = [keep_last(4, "4111111111111111"); 2];
    let boxed: Box<[Pan]> = Box::new(masks);
    for value in [masks.to_value(), (&masks[..]).to_value(), boxed.to_value()] {
        let Value::Redact(value) = value else { panic!("{value:?}") };
        assert_eq!(value.shape(), Shape::list());
        assert_eq!(format!("{value:?}"), "[****1111, ****1111]");
    }
}
