//! Text that a static got at run time: its type is `&'static str`, and the statement does not name it.

use std::sync::{LazyLock, OnceLock};

use logkit::{Logger, info, module_logger};

#[module_logger("payments", strict)]
static LOGGER: Logger;

struct Config {
    url: String,
    user: &'static str,
}

impl Config {
    fn user(&self) -> &'static str {
        self.user
    }
}

fn config() -> Config {
    Config { url: std::env::var("URL").unwrap_or_default(), user: "ada" }
}

static CONFIG: LazyLock<Config> = LazyLock::new(config);
static ONCE: OnceLock<Config> = OnceLock::new();
static NAME: LazyLock<&'static str> = LazyLock::new(|| config().url.leak());

fn named(name: &'static str, LOUD: &'static str) {
    info!(name, "{name}");
    info!(LOUD);
}

fn main() {
    info!("connecting to {}", CONFIG.url.as_str());
    info!(url = &*CONFIG.url);
    info!(url = ONCE.get().unwrap().url.as_str());
    info!(url = ONCE.get().map(|it| it.url.as_str()));
    info!(user = CONFIG.user, "{}", CONFIG.user());
    info!(name = *NAME);
    info!(name = { *NAME });
    info!(names = [*NAME], pair = ?(1, *NAME));
    let leaked: &'static str = config().url.leak();
    info!(leaked);
    let boxed: &'static str = Box::leak(config().url.into_boxed_str());
    info!("{boxed:?} {:>8}", boxed);
    named(leaked, boxed);
}
