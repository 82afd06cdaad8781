//! Fields with a harmless name and a value that is named like a secret.

#[logkit::module_logger("accounts")]
static LOGGER: logkit::Logger;

struct User {
    password: String,
}

const KEY: &str = "pw";

impl User {
    fn sign_in(&self) {
        logkit::info!(seen = self.password.as_str(), "signing in");
        logkit::info!(seen = ?&self.password[..1], "signing in");
        logkit::info!(seen = debug(&self.password), "signing in");
        logkit::info!({ KEY } = %self.password, "signing in");
        logkit::info!(message = %self.password);
    }
}

fn main() {
    User { password: "hunter2".to_owned() }.sign_in();
}
