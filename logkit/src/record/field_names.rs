//! The names of a record's fields, and which of them decide whether their field is masked.

/// The names of a record's fields, in order.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct FieldNames<'a> {
    names: &'a [&'a str],
    explicit: u64,
}

/// The name of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FieldName<'a> {
    /// The name.
    pub(crate) name: &'a str,
    /// The field was written as `masked(&value)`, `unmasked(&value)` or the like: its name does not
    /// decide whether it is masked.
    pub(crate) explicit: bool,
}

/// The bit that all fields from this index on share.
const SHARED: usize = 63;

impl<'a> FieldNames<'a> {
    /// Names that decide whether their fields are masked.
    #[cfg(any(feature = "panics", test))]
    pub(crate) const fn new(names: &'a [&'a str]) -> Self {
        Self::with_explicit(names, 0)
    }

    /// The names of fields that were written as `masked(&value)`, `unmasked(&value)` or the like.
    #[cfg(feature = "resource")]
    pub(crate) const fn explicit(names: &'a [&'a str]) -> Self {
        Self::with_explicit(names, u64::MAX)
    }

    /// Names with a bit for each, which is set if the field is explicit. The names from the 64th on
    /// share the highest bit: those that are explicit beside others that are not are masked by name.
    #[inline]
    pub(crate) const fn with_explicit(names: &'a [&'a str], explicit: u64) -> Self {
        Self { names, explicit }
    }

    /// The bit of the field at `index` alone; the fields that share one have none.
    #[cfg(any(feature = "layer", feature = "log"))]
    pub(crate) fn bit(index: usize) -> u64 {
        if index < SHARED { 1 << index } else { 0 }
    }

    /// The bits of the explicit fields.
    pub(crate) fn explicit_bits(self) -> u64 {
        self.explicit
    }

    /// The number of fields.
    #[inline]
    pub(crate) fn len(self) -> usize {
        self.names.len()
    }

    /// The names alone.
    pub(crate) fn names(self) -> &'a [&'a str] {
        self.names
    }

    /// The name of the field at `index`.
    #[inline]
    pub(crate) fn get(self, index: usize) -> Option<FieldName<'a>> {
        Some(FieldName::at(index, self.names.get(index)?, self.explicit))
    }

    /// The names in order.
    #[inline]
    pub(crate) fn iter(self) -> impl Iterator<Item = FieldName<'a>> {
        let at = move |(index, name): (usize, &&'a str)| FieldName::at(index, name, self.explicit);
        self.names.iter().enumerate().map(at)
    }
}

impl<'a> FieldName<'a> {
    /// The name of the field at `index`, with the bits of all fields.
    #[inline]
    pub(crate) fn at(index: usize, name: &'a str, explicit: u64) -> Self {
        Self { name, explicit: explicit >> index.min(SHARED) & 1 != 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldName, FieldNames};

    #[test]
    fn each_name_has_its_bit_and_the_last_ones_share_one() {
        let names = ["token"; 70];
        let explicit = |bits| {
            let names = FieldNames::with_explicit(&names, bits);
            assert!((0..70).map(|index| names.get(index)).eq(names.iter().map(Some)));
            let explicit = names.iter().enumerate().filter(|(_, name)| name.explicit);
            explicit.map(|(index, _)| index).collect::<Vec<_>>()
        };
        assert_eq!(explicit(0b1001), [0, 3]);
        assert_eq!(explicit(1 << 62), [62]);
        assert_eq!(explicit(1 << 63), [63, 64, 65, 66, 67, 68, 69]);
    }

    #[test]
    fn a_name_beyond_the_last_is_absent() {
        let names = FieldNames::new(&["user"]);
        assert_eq!(names.get(0), Some(FieldName { name: "user", explicit: false }));
        assert_eq!(names.get(1), None);
    }
}
