//! `LOGKIT_LOG`, or else `RUST_LOG`, sets levels without any set-up, by the name of a logger or of a
//! module; a wrong word is reported once, and the others hold.

#[cfg(unix)]
mod forks;
mod levels;
mod mistakes;

use support::alone::{Seen, child_of, succeeded};

/// Loggers in modules whose paths differ from the loggers' names.
mod net {
    use logkit::{Level, Logger, module_logger};

    #[module_logger("payments")]
    pub(crate) static PAYMENTS: Logger;

    #[module_logger("payments.gateway", level = "error")]
    pub(crate) static GATEWAY: Logger;

    pub(crate) mod deep {
        use logkit::{Logger, module_logger};

        #[module_logger("audit")]
        pub(crate) static LOGGER: Logger;

        pub(crate) use self::LOGGER as AUDIT;
    }

    /// Prints the loggers that would log each level: `audit=DEBUG payments=INFO ..`.
    #[expect(clippy::print_stdout, reason = "the parent compares it")]
    pub(crate) fn print() {
        let each = |logger: &'static Logger| format!("{}={}", logger.name(), logger.level());
        let levels: Vec<String> = logkit::loggers().map(each).collect();
        println!("levels: {}.", levels.join(" "));
        // The first call of a logger finds the same threshold.
        for logger in logkit::loggers() {
            let level = logger.level();
            assert!(Level::ALL.iter().all(|at| logger.is_enabled_for(*at) == level.enables(*at)));
        }
    }
}

/// The output of a child that runs the scene with these variables and no other directives.
fn seen<F: FnOnce()>(scene: &F, variables: &[(&str, &str)]) -> Seen {
    let mut command = child_of(scene);
    command.envs(variables.iter().copied());
    succeeded(&command.output().expect("the child runs"))
}

/// The levels that the child printed.
fn levels(seen: &Seen) -> &str {
    let (_, rest) = seen.stdout.split_once("levels: ").expect("the child prints its levels");
    rest.split(".\n").next().unwrap_or_default()
}
