//! Methods, nested modules, aliases, patterns and `cfg_attr` are checked, even if bypasses
//! are allowed.

use logkit::module_logger;

#[module_logger("accounts", allow_bypass)]
mod accounts {
    use tracing as t;
    use tracing::instrument as traced;

    #[derive(Debug)]
    pub struct Login {
        pub user: String,
        pub password: String,
    }

    impl Login {
        #[t::instrument]
        pub fn renew(&self, new_password: &str) {
            info!(user = self.user, len = self.password.len() + new_password.len(), "renewing");
        }
    }

    #[traced]
    pub fn sign_in(Login { user, password: pin }: Login, (_, token): (u8, &str)) {
        info!(user, len = pin.len() + token.len(), "signing in");
    }

    pub trait Session {
        #[cfg_attr(all(), ::tracing::instrument(skip(self)), doc = "Checks.")]
        fn check(&self, session_id: u64) -> bool {
            session_id > 0
        }
    }

    pub mod nested {
        use std::collections::HashMap;

        pub fn all() {
            #[tracing::instrument(err)]
            fn one(secrets: HashMap<u8, u8>, n: u8) -> Result<(), std::fmt::Error> {
                info!(len = secrets.len(), n, "counted");
                Ok(())
            }
            drop(one(HashMap::new(), 1));
        }
    }

    #[logkit::module_logger("accounts.admin")]
    pub mod told_once {
        #[tracing::instrument]
        pub fn reset(otp: u32) {
            info!(even = otp % 2 == 0, "resetting");
        }
    }
}

fn main() {
    let login = accounts::Login { user: "ada".to_owned(), password: "hunter2".to_owned() };
    login.renew("hunter2");
    accounts::sign_in(login, (1, "hunter2"));
    accounts::nested::all();
    accounts::told_once::reset(1);
}
