//! Resources are closed in reverse order and lines are written, however the program ends.

#![cfg_attr(
    not(feature = "resource"),
    allow(clippy::print_stdout, reason = "says that nothing ran")
)]

#[cfg(feature = "resource")]
mod scenes {
    use std::env;
    use std::io::{BufWriter, Write as _};
    use std::process::Command;
    use std::thread;
    use std::time::Duration;

    use logkit::handler::Stream;
    use logkit::{Logger, Resource, SyncResource, module_logger};
    use support::lines::without_times;

    #[module_logger("ends", level = "debug")]
    static LOGGER: Logger;

    const SCENE: &str = "LOGKIT_TEST_SCENE";

    static ONE: SyncResource<u32> = SyncResource::new("one", || Ok(1)).with_logger(&LOGGER);
    static TWO: Resource<u32> = Resource::new("two", || Box::pin(async { Ok(2) }))
        .on_close(|_| {
            Box::pin(async {
                pause().await;
                Ok(())
            })
        })
        .with_logger(&LOGGER);
    static THREE: SyncResource<u32> =
        SyncResource::new("three", || Ok(*ONE.get()? + 2)).with_logger(&LOGGER);
    static FOUR: SyncResource<u32> = SyncResource::new("four", || Ok(4))
        .on_close(|_| {
            thread::sleep(Duration::from_secs(600));
            Ok(())
        })
        .with_limit(Duration::from_millis(100))
        .with_logger(&LOGGER);
    static FIVE: Resource<u32> = Resource::new("five", || Box::pin(async { Ok(5) }))
        .on_close(|_| panic!("scripted"))
        .with_logger(&LOGGER);

    static SIX: SyncResource<u32> = SyncResource::new("six", || Ok(6))
        .on_close(|_| std::process::exit(7))
        .with_limit(Duration::from_millis(100))
        .with_logger(&LOGGER);

    /// Takes a moment; in a runtime, by its timer.
    async fn pause() {
        #[cfg(feature = "tokio")]
        if tokio::runtime::Handle::try_current().is_ok() {
            return tokio::time::sleep(Duration::from_millis(20)).await;
        }
        thread::sleep(Duration::from_millis(20));
    }

    async fn open() {
        THREE.get().unwrap();
        TWO.get().await.unwrap();
        FOUR.get().unwrap();
        FIVE.get().await.unwrap();
        say("open");
    }

    fn say(text: &str) {
        std::io::stderr().write_all(format!("{text}\n").as_bytes()).unwrap();
    }

    /// Runs a future that ends at once.
    fn now<F: Future>(future: F) -> F::Output {
        let mut future = std::pin::pin!(future);
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        match future.as_mut().poll(&mut context) {
            std::task::Poll::Ready(output) => output,
            std::task::Poll::Pending => panic!("nothing is waited for"),
        }
    }

    /// Plays the scene that the environment names; without one, runs itself for each scene.
    pub(crate) fn play() {
        let Ok(scene) = env::var(SCENE) else { return run_all() };
        // The scenes' own panics are not printed.
        std::panic::set_hook(Box::new(|panic| {
            let own = ["scripted", "in main"];
            let message = panic.payload().downcast_ref::<&str>();
            if !message.is_some_and(|message| own.contains(message)) {
                say(&panic.to_string());
            }
        }));
        // Buffered, so that lines are lost unless the handler is flushed.
        LOGGER.add_handler(Stream::new(BufWriter::new(std::io::stderr())));
        #[cfg(feature = "tokio")]
        if let Some(scene) = scene.strip_prefix("tokio ") {
            return super::on_tokio::play(scene, open);
        }
        now(open());
        match &*scene {
            "return" => {}
            "exit" => std::process::exit(7),
            "exit of a thread" => thread::spawn(|| std::process::exit(7)).join().unwrap(),
            "panic" => panic!("in main"),
            "guard" => drop(logkit::shutdown_guard()),
            "panic with a guard" => {
                let _guard = logkit::shutdown_guard();
                panic!("in main");
            }
            "call" => logkit::shutdown(),
            "call and exit at once" => {
                thread::spawn(logkit::shutdown);
                std::process::exit(7);
            }
            "exit in a closing function" => {
                SIX.get().unwrap();
                logkit::shutdown();
            }
            "exit in a closing function before the end" => {
                SIX.get().unwrap();
                SIX.close().unwrap();
            }
            scene => panic!("{scene}"),
        }
    }

    const LINES: [&str; 11] = [
        "open",
        "ends - DEBUG - opened resource=one",
        "ends - DEBUG - opened resource=three",
        "ends - DEBUG - opened resource=two",
        "ends - DEBUG - opened resource=four",
        "ends - DEBUG - opened resource=five",
        "ends - ERROR - not closed resource=five error=\"closing `five` panicked\"",
        "ends - ERROR - not closed within 100ms resource=four",
        "ends - DEBUG - closed resource=two",
        "ends - DEBUG - closed resource=three",
        "ends - DEBUG - closed resource=one",
    ];

    fn run_all() {
        for (scene, code) in [
            ("return", 0),
            ("exit", 7),
            ("exit of a thread", 7),
            ("panic", 101),
            ("guard", 0),
            ("panic with a guard", 101),
            ("call", 0),
            ("call and exit at once", 7),
        ] {
            expect(scene, code, &LINES);
        }
        let mut lines = LINES.to_vec();
        lines.insert(6, "ends - DEBUG - opened resource=six");
        lines.insert(7, "ends - ERROR - not closed within 100ms resource=six");
        for scene in ["exit in a closing function", "exit in a closing function before the end"] {
            expect(scene, 7, &lines);
        }
        #[cfg(feature = "tokio")]
        for (scene, code) in super::on_tokio::SCENES {
            expect(&format!("tokio {scene}"), code, &LINES);
        }
    }

    fn expect(scene: &str, code: i32, lines: &[&str]) {
        let mut child = Command::new(env::current_exe().unwrap());
        let output = child.env(SCENE, scene).env_remove("RUST_LOG").output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(code), "{scene}:\n{stderr}");
        let mut seen = without_times(&stderr);
        // Closing waits for the function that ends the process, and says so about when it is cut.
        seen.retain(|line| !line.contains("requests wait longer than 100ms resource=six"));
        assert_eq!(seen, lines, "{scene}");
    }
}

#[cfg(feature = "tokio")]
mod on_tokio {
    use std::thread;

    use tokio::runtime::{Builder, Runtime};

    pub(crate) const SCENES: [(&str, i32); 18] = [
        ("call in current", 0),
        ("call in multi", 0),
        ("call in one worker", 0),
        ("call in a task of current", 0),
        ("call in a task of multi", 0),
        ("call in a task of one worker", 0),
        ("call in a local set of current", 0),
        ("call in a local set of multi", 0),
        ("call in a local set of one worker", 0),
        ("guard in current", 0),
        ("guard in multi", 0),
        ("exit in current", 7),
        ("exit in multi", 7),
        ("exit in a task of one worker", 7),
        ("runtime gone after current", 0),
        ("runtime gone after multi", 0),
        ("runtime idle after current", 0),
        ("panic in multi", 101),
    ];

    fn runtime(scene: &str) -> Runtime {
        let mut builder = if scene.ends_with("current") {
            Builder::new_current_thread()
        } else {
            Builder::new_multi_thread()
        };
        let workers = if scene.ends_with("one worker") { 1 } else { 4 };
        builder.worker_threads(workers).enable_all().build().unwrap()
    }

    pub(crate) fn play<F: Future<Output = ()> + Send + 'static>(scene: &str, open: fn() -> F) {
        let runtime = runtime(scene);
        let scene = scene.to_owned();
        if let Some((what, _)) = scene.split_once(" in a task of ") {
            let end = end(what);
            return runtime.block_on(async move {
                tokio::spawn(async move {
                    open().await;
                    end();
                })
                .await
                .unwrap();
            });
        }
        if let Some((what, _)) = scene.split_once(" in a local set of ") {
            let end = end(what);
            let task = async move {
                tokio::task::spawn_local(async move {
                    open().await;
                    end();
                })
                .await
                .unwrap();
            };
            return runtime.block_on(tokio::task::LocalSet::new().run_until(task));
        }
        if let Some((what, _)) = scene.split_once(" in ") {
            let end = end(what);
            return runtime.block_on(async move {
                let _guard = (what == "guard").then(logkit::shutdown_guard);
                open().await;
                end();
            });
        }
        runtime.block_on(open());
        if scene.starts_with("runtime gone") {
            drop(runtime);
        } else {
            // Alive, but nothing runs it.
            thread::spawn(logkit::shutdown).join().unwrap();
        }
    }

    fn end(what: &str) -> fn() {
        match what {
            "call" => logkit::shutdown,
            "guard" => || {},
            "exit" => || std::process::exit(7),
            "panic" => || panic!("in main"),
            what => panic!("{what}"),
        }
    }
}

fn main() {
    #[cfg(feature = "resource")]
    scenes::play();
    #[cfg(not(feature = "resource"))]
    println!("ignored: the feature `resource` is off; run `cargo test --all-features`");
}
