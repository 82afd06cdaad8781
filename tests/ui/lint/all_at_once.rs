//! All leaks of a statement are reported at once, and the statement is still checked as a whole.

#[logkit::module_logger("accounts")]
static LOGGER: logkit::Logger;

struct User {
    password: String,
}

fn main() {
    let user = User { password: "hunter2".to_owned() };
    let token = "hunter2";
    logkit::info!(
        api_key = String::new(),
        ?user.password,
        id = user.id,
        "{token} {} {}",
        token,
        token.len(),
    );
    logkit::info!(target: "accounts", token, "signing in");
}
