//! The lint also works in an annotated module, in modules inside it, and in a user's macro.

macro_rules! note {
    ($name:ident, $value:expr) => {
        info!($name = %$value, "noted {}", $value)
    };
}

#[logkit::module_logger("accounts")]
mod accounts {
    pub fn sign_in(token: &str, pw: &str) {
        info!(token, "signing in");
        note!(password, pw);
        note!(seen, &token);
    }

    mod nested {
        pub fn sign_in(token: &str) {
            info!("{token}");
        }
    }
}

fn main() {
    accounts::sign_in("hunter2", "hunter2");
}
