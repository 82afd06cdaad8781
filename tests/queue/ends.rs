//! A queue is empty however the program ends; where no code can run, it loses no more than it holds.

#![allow(unsafe_code, reason = "libc's fork, kill and _exit are unsafe to call")]
#![cfg_attr(
    not(all(unix, feature = "queue")),
    allow(clippy::print_stdout, reason = "says that nothing ran")
)]

#[cfg(all(unix, feature = "queue"))]
mod scenes {
    use std::env;
    use std::fs::{self, File, OpenOptions};
    use std::io::{self, Write};
    use std::ops::Range;
    use std::os::unix::process::ExitStatusExt;
    use std::path::{Path, PathBuf};
    use std::process::{Command, ExitStatus, Stdio};
    use std::thread;
    use std::time::{Duration, Instant};

    use logkit::handler::{Lines, Queued, Stream};
    use logkit::sink::Sink;
    use logkit::{Logger, info, module_logger};
    use support::alone::PATIENCE;
    use support::lines::without_time;

    #[module_logger("ends")]
    static LOGGER: Logger;

    const SCENE: &str = "LOGKIT_TEST_SCENE";
    const FILE: &str = "LOGKIT_TEST_FILE";

    const LINES: u64 = 10_000;
    /// The bytes of the shortest line.
    const LINE: u64 = 60;
    const CAPACITY: u64 = 256 * 1024;

    struct LogsInDrop;

    impl Drop for LogsInDrop {
        fn drop(&mut self) {
            info!(number = LINES, "one of many");
        }
    }

    thread_local! {
        static LAST: std::cell::RefCell<Option<LogsInDrop>> =
            const { std::cell::RefCell::new(None) };
    }

    extern "C" fn log_at_exit() {
        info!(number = LINES, "one of many");
    }

    fn file() -> File {
        OpenOptions::new().append(true).open(env::var_os(FILE).unwrap()).unwrap()
    }

    fn queue() -> Queued {
        Queued::new(Stream::new(file())).with_capacity(usize::try_from(CAPACITY).unwrap())
    }

    /// Takes two milliseconds for each line.
    struct Slow(File);

    impl Sink for Slow {
        fn write_line(&self, line: &[u8]) -> io::Result<()> {
            thread::sleep(Duration::from_millis(2));
            (&self.0).write_all(line)
        }
    }

    fn slow_queue() -> Queued {
        Queued::new(Lines::over(Slow(file()))).with_deadline(Duration::from_secs(1))
    }

    fn burst(numbers: Range<u64>) {
        for number in numbers {
            info!(number, "one of many");
        }
    }

    fn kill(signal: i32) {
        // SAFETY: always safe; the signal goes to this process.
        unsafe { libc::kill(libc::getpid(), signal) };
    }

    /// Plays the scene that the environment names; without one, runs itself for each scene.
    pub(crate) fn play() {
        let Ok(scene) = env::var(SCENE) else { return run_all() };
        std::panic::set_hook(Box::new(|_| {}));
        if scene == "atexit before" {
            // SAFETY: the function lives as long as the program and does not unwind.
            assert_eq!(unsafe { libc::atexit(log_at_exit) }, 0);
        }
        #[cfg(feature = "signals")]
        if scene.ends_with("drained") || scene.ends_with("daemon") {
            Queued::drain_on_signals().unwrap();
        }
        let queue = if scene == "slow" { slow_queue() } else { queue() };
        LOGGER.add_handler(queue.clone());
        if scene.ends_with("daemon") {
            burst(0..LINES / 2);
            queue.flush().unwrap();
            daemonize();
            burst(LINES / 2..LINES);
        } else {
            burst(0..LINES);
        }
        match &*scene {
            "return" | "atexit before" | "return daemon" | "slow" => {}
            "thread-local" => LAST.set(Some(LogsInDrop)),
            "forgotten" => std::mem::forget(queue),
            "exit" => std::process::exit(0),
            "exit of a thread" => thread::spawn(|| std::process::exit(0)).join().unwrap(),
            "panic" => panic!("in main"),
            "panic of a thread" => assert!(thread::spawn(|| panic!("in a thread")).join().is_err()),
            "flush and _exit" => {
                queue.flush().unwrap();
                // SAFETY: always safe.
                unsafe { libc::_exit(0) }
            }
            "sigterm drained" | "sigterm daemon" | "sigterm" => kill(libc::SIGTERM),
            "sigint drained" | "sigint" => kill(libc::SIGINT),
            "sigint ignored and sigterm drained" => {
                kill(libc::SIGINT);
                kill(libc::SIGTERM);
            }
            "sigkill" => kill(libc::SIGKILL),
            "sigsegv" => {
                // The standard library's handler returns from the first one.
                kill(libc::SIGSEGV);
                kill(libc::SIGSEGV);
            }
            "abort" => std::process::abort(),
            // SAFETY: always safe.
            "_exit" => unsafe { libc::_exit(0) },
            scene => panic!("{scene}"),
        }
        if scene.starts_with("sig") {
            // The signal may come a moment later.
            thread::sleep(PATIENCE);
        }
    }

    /// As `daemon(3)`: two forks, whose parents end.
    fn daemonize() {
        for _ in 0..2 {
            // SAFETY: the process has no threads that hold locks of the program's.
            match unsafe { libc::fork() } {
                0 => {}
                child => {
                    let mut status = 0;
                    // The test waits for the first process: so this one waits for its child.
                    // SAFETY: the pointer is valid for writing the status.
                    unsafe { libc::waitpid(child, &raw mut status, 0) };
                    // SAFETY: always safe.
                    unsafe { libc::_exit(libc::WEXITSTATUS(status) | libc::WTERMSIG(status)) }
                }
            }
        }
    }

    fn run_all() {
        for scene in [
            "return",
            "forgotten",
            "exit",
            "exit of a thread",
            "panic of a thread",
            "flush and _exit",
        ] {
            expect_all(scene, LINES).expect_success(scene);
        }
        for scene in ["thread-local", "atexit before"] {
            expect_all(scene, LINES + 1).expect_success(scene);
        }
        assert_eq!(expect_all("panic", LINES).code(), Some(101));
        expect_all("return daemon", LINES).expect_success("return daemon");
        #[cfg(feature = "signals")]
        {
            assert_eq!(expect_all("sigterm drained", LINES).signal(), Some(libc::SIGTERM));
            assert_eq!(expect_all("sigint drained", LINES).signal(), Some(libc::SIGINT));
            assert_eq!(expect_all("sigterm daemon", LINES).code(), Some(libc::SIGTERM));
            #[cfg(target_os = "linux")]
            {
                let status = expect_all("sigint ignored and sigterm drained", LINES);
                assert_eq!(status.signal(), Some(libc::SIGTERM));
            }
        }
        #[cfg(not(feature = "signals"))]
        eprint("queue_ends: not run without the feature `signals`: SIGTERM and SIGINT, drained\n");
        a_slow_end_reports_what_is_left();
        for scene in ["sigterm", "sigint", "sigkill", "sigsegv", "abort", "_exit"] {
            let (numbers, _) = run(scene);
            let lost = LINES - numbers.len() as u64;
            // What is queued, and a write that has not begun.
            assert!(lost * LINE <= CAPACITY + 64 * 1024, "{scene}: {lost} lost");
        }
    }

    #[cfg(not(feature = "signals"))]
    fn eprint(text: &str) {
        io::stderr().write_all(text.as_bytes()).unwrap();
    }

    /// The handler is too slow for what is queued: the end of the process waits for its deadline, and
    /// reports the rest.
    fn a_slow_end_reports_what_is_left() {
        let path = path();
        fs::write(&path, "").unwrap();
        let started = Instant::now();
        let output = scene("slow", &path).stderr(Stdio::piped()).output().unwrap();
        let took = started.elapsed();
        assert!(output.status.success());
        // A tenth for the line in progress; the rest is for a busy machine.
        assert!(took > Duration::from_secs(1) && took < Duration::from_secs(5), "{took:?}");
        let written = numbers(&path, "slow").len() as u64;
        fs::remove_file(path).unwrap();
        let report =
            format!("logkit: {} queued records were not written within 1s", LINES - written);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert!(stderr.contains(&report), "{written} written: {stderr}");
    }

    trait Succeeds {
        fn expect_success(self, scene: &str);
    }

    impl Succeeds for ExitStatus {
        fn expect_success(self, scene: &str) {
            assert!(self.success(), "{scene}: {self}");
        }
    }

    fn expect_all(scene: &str, lines: u64) -> ExitStatus {
        let (numbers, status) = run(scene);
        assert!(numbers.iter().copied().eq(0..lines), "{scene}: {} of {lines}", numbers.len());
        status
    }

    /// Runs a scene, and returns the numbers of its lines, all whole.
    fn run(scene: &str) -> (Vec<u64>, ExitStatus) {
        let path = path();
        fs::write(&path, "").unwrap();
        let status = ends(self::scene(scene, &path));
        let numbers = numbers(&path, scene);
        fs::remove_file(path).unwrap();
        (numbers, status)
    }

    fn path() -> PathBuf {
        env::temp_dir().join(format!("logkit-{}-ends", std::process::id()))
    }

    fn scene(scene: &str, path: &Path) -> Command {
        let program = env::current_exe().unwrap();
        let mut child = Command::new(&program);
        if scene.contains("ignored") {
            // As a shell starts a job in the background.
            child = Command::new("sh");
            child.args(["-c", "trap '' INT; exec \"$0\""]).arg(program);
        }
        child.env(SCENE, scene).env(FILE, path).env_remove("RUST_LOG").stdin(Stdio::null());
        child
    }

    fn ends(mut command: Command) -> ExitStatus {
        let mut child = command.spawn().unwrap();
        let started = Instant::now();
        loop {
            if let Some(status) = child.try_wait().unwrap() {
                return status;
            }
            if started.elapsed() > PATIENCE / 2 {
                child.kill().unwrap();
                panic!("hung: {command:?}");
            }
            thread::sleep(Duration::from_millis(2));
        }
    }

    fn numbers(path: &Path, scene: &str) -> Vec<u64> {
        let text = fs::read_to_string(path).unwrap();
        let whole = text.rfind('\n').map_or(0, |end| end + 1);
        // A signal may end the process in the middle of a write.
        assert!(whole == text.len() || scene.starts_with("sig"), "{scene}: {}", &text[whole..]);
        let number = |line| {
            let line = without_time(line);
            let number = line.strip_prefix("ends - INFO - one of many number=").expect(line);
            number.parse().expect(line)
        };
        text[..whole].lines().map(number).collect()
    }
}

fn main() {
    #[cfg(all(unix, feature = "queue"))]
    scenes::play();
    #[cfg(not(all(unix, feature = "queue")))]
    println!("ignored: needs Unix and the feature `queue`; run `cargo test --all-features`");
}
