//! A type with nothing of its own to mask.

use logkit::redact::LogSafe;
use logkit::{Logger, Redact, Sensitive, info, module_logger};

#[module_logger("nested", strict)]
static LOGGER: Logger;

#[derive(Redact)]
struct Password(#[redact] String);

#[derive(Redact)]
#[redact(nested)]
struct Login<T> {
    user: u64,
    password: Password,
    token: Option<Sensitive<String>>,
    session: Vec<Password>,
    device: T,
    #[redact(skip)]
    pin: u16,
}

#[derive(Redact)]
#[redact(nested)]
enum Currency {
    Euro,
    Other(u32),
    Secret(Password),
}

fn is_safe<T: LogSafe>(_: &T) {}

fn main() {
    let password = || Password("hunter2".to_owned());
    let login = Login {
        user: 7,
        password: password(),
        token: Some(Sensitive::new("hunter2".to_owned())),
        session: vec![password()],
        device: Currency::Secret(password()),
        pin: 1234,
    };
    is_safe(&login);
    is_safe(&(Currency::Euro, Currency::Other(840)));
    info!(?login, "signed in");
    let shown = format!("{login:?}");
    assert_eq!(
        shown,
        "Login { user: 7, password: Password([redacted]), token: Some([redacted]), \
         session: [Password([redacted])], device: Secret(Password([redacted])), pin: 1234 }"
    );
}
