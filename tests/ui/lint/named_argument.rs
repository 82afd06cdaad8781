//! Named arguments of the message: the name and the value are checked.

#[logkit::module_logger("accounts")]
static LOGGER: logkit::Logger;

struct User {
    password: String,
}

fn main() {
    let user = User { password: "hunter2".to_owned() };
    logkit::info!("signing in with {seen}", seen = user.password);
    logkit::info!("signing in with {token}", token = format!("{:?}", user.password.as_bytes()));
}
