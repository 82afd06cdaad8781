//! One case: threads that log into a file through a queue.

use std::fs;
use std::io::{self, BufRead, BufReader};
use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use quanta::Clock;

use crate::peers::Peer;

/// How the threads log.
#[derive(Clone, Copy)]
pub(crate) enum Load {
    /// One thread, 200,000 lines a second.
    Paced,
    /// So many threads, as fast as they can.
    Burst(u64),
}

const PACED_LINES: u64 = 200_000;
const PAUSE: Duration = Duration::from_micros(5);
const BURST_LINES: u64 = 800_000;
/// The lines of each thread before it is measured.
const WARM_UP: u64 = 16;

/// The results of a run. The times are those of log calls, in nanoseconds.
#[derive(Clone, Copy)]
pub(crate) struct Figures {
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    pub(crate) p999: f64,
    pub(crate) max: f64,
    /// Until the last line is in the file.
    pub(crate) lines_per_s: f64,
    pub(crate) cpu_s_per_m: f64,
    pub(crate) lost: f64,
}

impl Load {
    pub(crate) fn name(self) -> String {
        match self {
            Self::Paced => "paced".to_owned(),
            Self::Burst(threads) => format!("burst-{threads}"),
        }
    }

    /// The limits that logkit, the first, is over.
    pub(crate) fn over_limits(self, figures: &[Figures]) -> Vec<String> {
        let [logkit, peers @ ..] = figures else { return Vec::new() };
        let fastest = peers.iter().map(|peer| peer.lines_per_s).fold(0.0, f64::max);
        let limits = match self {
            Self::Paced => vec![("p50", logkit.p50 <= 80.0), ("p99.9", logkit.p999 <= 2_000.0)],
            Self::Burst(_) => vec![
                ("lines/s", logkit.lines_per_s >= 3e6),
                ("lines/s of the fastest peer", logkit.lines_per_s >= 2.0 * fastest),
                ("lost", logkit.lost < 1.0),
            ],
        };
        let over = limits.into_iter().filter(|(_, holds)| !holds);
        over.map(|(figure, _)| format!("{} {figure}", self.name())).collect()
    }
}

impl Figures {
    fn values(&self) -> [f64; 7] {
        let Self { p50, p99, p999, max, lines_per_s, cpu_s_per_m, lost } = *self;
        [p50, p99, p999, max, lines_per_s, cpu_s_per_m, lost]
    }

    fn of([p50, p99, p999, max, lines_per_s, cpu_s_per_m, lost]: [f64; 7]) -> Self {
        Self { p50, p99, p999, max, lines_per_s, cpu_s_per_m, lost }
    }

    pub(crate) fn to_line(self) -> String {
        self.values().map(|value| value.to_string()).join(" ")
    }

    pub(crate) fn from_line(line: &str) -> Option<Self> {
        let values: Vec<f64> = line.split(' ').filter_map(|value| value.parse().ok()).collect();
        values.try_into().ok().map(Self::of)
    }

    /// The median of each figure.
    pub(crate) fn median(runs: &[Self]) -> Self {
        let mut medians = [0.0; 7];
        for (index, median) in medians.iter_mut().enumerate() {
            let mut values: Vec<f64> = runs.iter().map(|run| run.values()[index]).collect();
            values.sort_by(f64::total_cmp);
            *median = values[values.len() / 2];
        }
        Self::of(medians)
    }
}

/// The times of calls, in nanoseconds.
pub(crate) struct Quantiles {
    pub(crate) p50: f64,
    pub(crate) p99: f64,
    pub(crate) p999: f64,
}

impl Quantiles {
    fn of(times: &mut [u64]) -> Self {
        times.sort_unstable();
        let quantile = |per_mille: usize| {
            number(times.get(times.len() * per_mille / 1_000).copied().unwrap_or_default())
        };
        Self { p50: quantile(500), p99: quantile(990), p999: quantile(999) }
    }
}

/// Makes calls at the pace of a paced run, without a file.
pub(crate) fn paced(call: fn(u64, u64)) -> Quantiles {
    let mut times = produce(call, &Barrier::new(1), 0, PACED_LINES, Some(PAUSE));
    Quantiles::of(&mut times)
}

/// Runs a case in this process.
pub(crate) fn run(peer: &Peer, load: Load) -> io::Result<Figures> {
    let (threads, lines) = match load {
        Load::Paced => (1, PACED_LINES),
        Load::Burst(threads) => (threads, BURST_LINES / threads),
    };
    let path = std::env::temp_dir().join(format!("logkit-bench-{}", std::process::id()));
    let close = (peer.open)(&path);
    // The first line of a thread is slower with every crate.
    (peer.log)(0, 0);
    thread::sleep(Duration::from_millis(50));
    let pause = matches!(load, Load::Paced).then_some(PAUSE);
    let (barrier, cpu) = (Barrier::new(usize::try_from(threads).unwrap_or(1) + 1), cpu_time()?);
    let mut started = Instant::now();
    let mut times: Vec<u64> = thread::scope(|scope| {
        let producer = |thread| {
            let barrier = &barrier;
            scope.spawn(move || produce(peer.log, barrier, thread, lines, pause))
        };
        let producers: Vec<_> = (0..threads).map(producer).collect();
        barrier.wait();
        started = Instant::now();
        producers.into_iter().flat_map(|producer| producer.join().unwrap_or_default()).collect()
    });
    close();
    let took = started.elapsed().as_secs_f64();
    let cpu = cpu_time()? - cpu;
    // Those before the first measured one are in the file, too.
    let sent = number(threads * (lines + WARM_UP) + 1);
    let found = number(BufReader::new(fs::File::open(&path)?).split(b'\n').count() as u64);
    fs::remove_file(&path)?;
    let Quantiles { p50, p99, p999 } = Quantiles::of(&mut times);
    Ok(Figures {
        p50,
        p99,
        p999,
        max: number(times.last().copied().unwrap_or_default()),
        lines_per_s: number(threads * lines) / took,
        cpu_s_per_m: cpu / sent * 1e6,
        lost: sent - found,
    })
}

/// Logs, and returns the time of each call.
fn produce(
    log: fn(u64, u64),
    barrier: &Barrier,
    thread: u64,
    lines: u64,
    pause: Option<Duration>,
) -> Vec<u64> {
    let clock = Clock::new();
    let overhead = (0..1_000).map(|_| time(&clock, || ())).min().unwrap_or_default();
    let mut times = vec![0; usize::try_from(lines).unwrap_or_default()];
    for number in 0..WARM_UP {
        log(thread, number);
    }
    barrier.wait();
    let started = Instant::now();
    let mut due = Duration::ZERO;
    for (number, slot) in (0..lines).zip(&mut times) {
        if let Some(pause) = pause {
            due += pause;
            while started.elapsed() < due {
                std::hint::spin_loop();
            }
        }
        *slot = time(&clock, || log(thread, number)).saturating_sub(overhead);
    }
    times
}

/// No figure is near the limit of exact numbers.
#[allow(clippy::cast_precision_loss, reason = "they are counts and nanoseconds of one run")]
fn number(count: u64) -> f64 {
    count as f64
}

fn time(clock: &Clock, call: impl FnOnce()) -> u64 {
    let before = clock.raw();
    call();
    clock.delta_as_nanos(before, clock.raw())
}

/// The user and system time of this process, in seconds.
fn cpu_time() -> io::Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields = stat.rsplit_once(") ").map_or("", |(_, fields)| fields);
    let ticks = fields.split(' ').skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    // 100 ticks a second on every Linux.
    Ok(ticks.sum::<f64>() / 100.0)
}
