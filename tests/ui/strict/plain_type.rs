//! A type with `Debug` and without `Redact`.

#[logkit::module_logger("payments", strict)]
mod payments {
    #[derive(Debug)]
    pub struct User {
        pub name: String,
    }

    pub fn pay(user: &User) {
        info!(?user, "paid by {:?}", user);
    }
}

fn main() {
    payments::pay(&payments::User { name: "Ada".into() });
}
