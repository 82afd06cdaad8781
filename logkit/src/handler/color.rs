//! When a stream is coloured.

use std::env;
use std::ffi::OsStr;
use std::io::{self, IsTerminal as _};

use crate::format::Style;
use crate::sink::std_stream::StdFd;

/// When a [`Stream`](crate::handler::Stream) is coloured.
///
/// `Auto` follows, in this order: [`NO_COLOR`](https://no-color.org) set to anything but the empty
/// string says no; `CLICOLOR_FORCE` set to anything but `0` or the empty string
/// ([bixense.com/clicolors](https://bixense.com/clicolors/)) says yes; `TERM=dumb` says no; else a
/// terminal is coloured and nothing else is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// As the environment and the terminal say.
    #[default]
    Auto,
    /// Whatever they say.
    Always,
    /// Not at all.
    Never,
}

impl Color {
    /// `stream` is what may be a terminal; any other writer is none.
    pub(crate) fn style(self, stream: Option<StdFd>) -> Style {
        let colored = match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => asked_for(
                |name| env::var_os(name),
                stream.is_some_and(|stream| match stream {
                    StdFd::Stdout => io::stdout().is_terminal(),
                    StdFd::Stderr => io::stderr().is_terminal(),
                }),
            ),
        };
        if colored { Style::Ansi } else { Style::Plain }
    }
}

fn asked_for<V: AsRef<OsStr>>(variable: impl Fn(&str) -> Option<V>, terminal: bool) -> bool {
    let is = |name, test: fn(&OsStr) -> bool| variable(name).is_some_and(|v| test(v.as_ref()));
    if is("NO_COLOR", |value| !value.is_empty()) {
        false
    } else if is("CLICOLOR_FORCE", |value| !value.is_empty() && value != "0") {
        true
    } else {
        terminal && !is("TERM", |value| value == "dumb")
    }
}

#[cfg(test)]
mod tests {
    use super::asked_for;

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
            assert_eq!(asked_for(get, *terminal), *colored, "{variables:?} {terminal}");
        }
    }
}
