//! The choice between colored and plain lines.

use std::env;
use std::ffi::OsStr;

use crate::format::Style;

/// The choice between colored and plain lines of a [`Lines`](crate::handler::Lines) handler.
///
/// ```
/// use logkit::handler::{Color, Stream};
///
/// let handler = Stream::stderr().with_color(Color::Never);
/// ```
///
/// `Auto` looks at these, in order: [`NO_COLOR`](https://no-color.org) set to anything but the empty
/// string means plain; `CLICOLOR_FORCE` set to anything but `0` or the empty string
/// ([bixense.com/clicolors](https://bixense.com/clicolors/)) means colored; `TERM=dumb` means plain;
/// otherwise lines are colored on a terminal only.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Color {
    /// Follows the environment and the terminal.
    #[default]
    Auto,
    /// Colored, regardless of the environment.
    Always,
    /// Plain, regardless of the environment.
    Never,
}

impl Color {
    pub(crate) fn style(self, is_terminal: bool) -> Style {
        let colored = match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => auto(|name| env::var_os(name), is_terminal),
        };
        if colored { Style::Ansi } else { Style::Plain }
    }
}

fn auto<V: AsRef<OsStr>>(variable: impl Fn(&str) -> Option<V>, is_terminal: bool) -> bool {
    let is = |name, test: fn(&OsStr) -> bool| variable(name).is_some_and(|v| test(v.as_ref()));
    if is("NO_COLOR", |value| !value.is_empty()) {
        false
    } else if is("CLICOLOR_FORCE", |value| !value.is_empty() && value != "0") {
        true
    } else {
        is_terminal && !is("TERM", |value| value == "dumb")
    }
}

#[cfg(test)]
mod tests {
    use super::auto;

    #[test]
    fn the_environment_outranks_the_terminal() {
        type Variables = &'static [(&'static str, &'static str)];
        let cases: &[(Variables, bool, bool)] = &[
            (&[], false, false),
            (&[], true, true),
            (&[("TERM", "xterm")], true, true),
            (&[("TERM", "dumb")], true, false),
            (&[("NO_COLOR", "")], true, true),
            (&[("NO_COLOR", "1")], true, false),
            (&[("NO_COLOR", "0")], true, false),
            (&[("CLICOLOR_FORCE", "1")], false, true),
            (&[("CLICOLOR_FORCE", "0")], false, false),
            (&[("CLICOLOR_FORCE", "")], false, false),
            (&[("CLICOLOR_FORCE", "1"), ("TERM", "dumb")], false, true),
            (&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], true, false),
        ];
        for (variables, terminal, colored) in cases {
            let get = |name: &str| {
                variables.iter().find(|(key, _)| *key == name).map(|(_, value)| *value)
            };
            assert_eq!(auto(get, *terminal), *colored, "{variables:?} {terminal}");
        }
    }
}
