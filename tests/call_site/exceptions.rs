//! The types that `exception!` accepts as errors.

#![allow(clippy::pedantic, clippy::style, clippy::complexity, reason = "written in every way")]
#![allow(unused_qualifications, reason = "as above")]

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use logkit::module_logger;

use support::lines::lines;

#[derive(Debug)]
struct Refused;

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("refused")
    }
}

impl Error for Refused {}

/// Like `anyhow::Error` and `eyre::Report`: not an error, but it derefs to one.
struct Report(Box<dyn Error + Send + Sync>);

impl std::ops::Deref for Report {
    type Target = dyn Error + Send + Sync;
    fn deref(&self) -> &Self::Target {
        &*self.0
    }
}

#[module_logger("call_site.exceptions")]
mod exceptions {
    use super::{Arc, Error, Refused, Report};

    pub(super) fn all(borrowed: &Refused, dynamic: &(dyn Error + 'static)) {
        exception!(Refused, "a");
        exception!(borrowed, "b");
        exception!(*borrowed, "c");
        exception!(dynamic, "d");
        let boxed: Box<dyn Error> = Box::new(Refused);
        exception!(boxed, "e");
        exception!(&boxed, "f");
        exception!(*boxed, "g");
        let boxed: Box<dyn Error + Send + Sync> = Box::new(Refused);
        exception!(boxed, "h");
        exception!(Box::new(Refused), "i");
        exception!(Arc::new(Refused), "j");
        let report = Report(boxed);
        exception!(report, "k");
        exception!(&report, "l");
        if let Err(error) = &Err::<(), Report>(report) {
            exception!(error, "m");
        }
    }
}

#[module_logger("call_site.exception_fields")]
mod fields {
    use super::Refused;

    pub(super) fn all() {
        let (order_id, n) = (7, 2);
        exception!(Refused, order_id, "order {order_id} of {}", n);
        exception!(Refused, "order {} of {n}", order_id, n = n, order_id, again = %n, ?n);
        exception!(Refused, order_id);
        exception!(Refused);
        exception!(logger: LOGGER, name: "refused", Refused, "x");
        exception!({ Refused }, { order_id }, "y");
    }
}

#[test]
fn an_exception_takes_any_type_that_is_or_derefs_to_an_error() {
    let all = lines(&exceptions::LOGGER, || exceptions::all(&Refused, &Refused));
    let expected: Vec<String> =
        ('a'..='m').map(|letter| format!("ERROR - {letter} error=refused")).collect();
    assert_eq!(all, expected);
}

#[test]
fn an_exception_s_fields_come_before_or_after_the_message() {
    assert_eq!(
        lines(&fields::LOGGER, fields::all),
        [
            "ERROR - order 7 of 2 order_id=7 error=refused",
            "ERROR - order 7 of 2 order_id=7 again=2 n=2 error=refused",
            "ERROR - order_id=7 error=refused",
            "ERROR - error=refused",
            "ERROR - x error=refused",
            "ERROR - y order_id=7 error=refused",
        ]
    );
}
