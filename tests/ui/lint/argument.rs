//! A path or a field access among the arguments of the message.

#[logkit::module_logger("accounts")]
static LOGGER: logkit::Logger;

struct User {
    token: String,
    keys: Vec<String>,
}

impl User {
    fn secret(&self) -> Option<&String> {
        self.keys.first()
    }
}

fn main() {
    let token = "hunter2".to_owned();
    let user = User { token, keys: Vec::new() };
    let password = &user.token;
    let tokens = [password];
    logkit::info!("{}", password);
    logkit::info!("{}", user.token);
    logkit::info!("{}", *password);
    logkit::info!("{:?}", (&user.token).as_str());
    logkit::info!("{0:>9}", user.token.clone().to_string());
    logkit::info!("{}", &user.token[..1]);
    logkit::info!("{}", tokens[0]);
    logkit::info!("{:?}", user.secret().unwrap());
    logkit::info!("{:?}", Some(&user.token));
    logkit::info!("{}", user.secret().unwrap_or(password));
    logkit::info!(concat!("{", "}"), user.token);
}
