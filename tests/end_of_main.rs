//! Lines logged by the main thread's destructors and by `atexit` are written, however the
//! program ends.

#![allow(unsafe_code, reason = "libc's atexit is unsafe to call")]

#[cfg(unix)]
mod scenes {
    use std::cell::RefCell;
    use std::process::Command;

    use logkit::{Logger, info, module_logger};

    use support::lines::without_times;

    #[module_logger("end")]
    static LOGGER: Logger;

    struct LogsInDrop;

    impl Drop for LogsInDrop {
        fn drop(&mut self) {
            info!(text = "a b", value = ?Some(0.5), "from a destructor");
        }
    }

    thread_local! {
        static LAST: RefCell<Option<LogsInDrop>> = const { RefCell::new(None) };
    }

    extern "C" fn log_at_exit() {
        info!(text = "a b", value = ?Some(0.5), "from atexit");
    }

    fn prepare() {
        // SAFETY: the function lives as long as the program and does not unwind.
        assert_eq!(unsafe { libc::atexit(log_at_exit) }, 0);
        LAST.set(Some(LogsInDrop));
    }

    const SCENE: &str = "LOGKIT_TEST_SCENE";

    /// Plays the scene that the environment names; without one, runs itself for each scene.
    pub(crate) fn play() {
        match std::env::var(SCENE).as_deref() {
            Ok("return") => {
                info!("first");
                prepare();
            }
            Ok("first of all") => prepare(),
            Ok("exit") => {
                prepare();
                std::process::exit(7);
            }
            Ok("panic") => {
                std::panic::set_hook(Box::new(|_| {}));
                prepare();
                panic!("in main");
            }
            _ => run_all(),
        }
    }

    fn run_all() {
        let destructor = "end - INFO - from a destructor text=\"a b\" value=Some(0.5)";
        let atexit = "end - INFO - from atexit text=\"a b\" value=Some(0.5)";
        expect("return", 0, &["end - INFO - first", destructor, atexit]);
        expect("first of all", 0, &[destructor, atexit]);
        expect("exit", 7, &[destructor, atexit]);
        expect("panic", 101, &[destructor, atexit]);
    }

    fn expect(scene: &str, code: i32, lines: &[&str]) {
        let mut child = Command::new(std::env::current_exe().unwrap());
        let output = child.env(SCENE, scene).env_remove("RUST_LOG").output().unwrap();
        assert_eq!(output.status.code(), Some(code), "{scene}");
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(without_times(&stderr), lines, "{scene}");
    }
}

fn main() {
    #[cfg(unix)]
    scenes::play();
}
