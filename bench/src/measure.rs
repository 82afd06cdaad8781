//! Measures cases side by side, in turns so short that a disturbance affects neighboring cases
//! alike.

use std::time::Instant;

/// The number of runs in a turn: some 20 microseconds of a hundred nanoseconds each.
const RUNS: u32 = 200;
/// The number of turns of each case. The figures are those of the best and the median turn.
const ROUNDS: usize = 3_000;
/// The number of rounds that only warm up caches, branch predictors and the processor's clock.
const WARM_UP: usize = 100;

/// Cases that are compared with the first one.
pub struct Group {
    /// The title of its table.
    pub title: &'static str,
    /// The baseline, then the others.
    pub cases: Vec<Case>,
}

/// One thing to measure.
pub struct Case {
    /// The name, unique in the program.
    pub name: &'static str,
    work: Box<dyn FnMut(u32)>,
    limit: Option<Limit>,
    most_allocations: Option<u64>,
}

/// The limit of a case.
#[derive(Clone, Copy)]
pub enum Limit {
    /// A multiple of the baseline's time.
    Times(f64),
    /// Nanoseconds in addition to the baseline.
    Adds(f64),
}

/// The results of a case. Times are nanoseconds per run.
pub struct Figures {
    /// The name of the case.
    pub name: &'static str,
    /// The best turn.
    pub min: f64,
    /// The median turn.
    pub median: f64,
    /// The ratio of the best turn to the baseline's best.
    pub ratio_of_min: f64,
    /// The median of the ratios to the baseline's turn in the same round.
    pub ratio: f64,
    /// The allocations of one run.
    pub allocations: u64,
    /// The limit of the case.
    pub limit: Option<Limit>,
    /// The time is within the limit. A disturbance makes a case slower, never faster, so the more
    /// favorable of the best and the median turn counts.
    pub in_time: bool,
    /// The allocations are within the limit.
    pub in_memory: bool,
}

impl Case {
    /// Makes a case of `work`, which uses `black_box` to keep the optimizer from removing it.
    pub fn new(name: &'static str, mut work: impl FnMut() + 'static) -> Self {
        // The loop is inside the closure, so that the call through a pointer does not count.
        let work = Box::new(move |runs| (0..runs).for_each(|_| work()));
        Self { name, work, limit: None, most_allocations: None }
    }

    /// Sets a limit for the time.
    #[must_use]
    pub fn limit(self, limit: Limit) -> Self {
        Self { limit: Some(limit), ..self }
    }

    /// Requires that nothing is allocated.
    #[must_use]
    pub fn without_allocations(self) -> Self {
        Self { most_allocations: Some(0), ..self }
    }

    /// Runs the work so many times.
    pub fn run(&mut self, runs: u32) {
        (self.work)(runs);
    }

    fn turn(&mut self) -> f64 {
        let start = Instant::now();
        self.run(RUNS);
        start.elapsed().as_secs_f64() * 1e9 / f64::from(RUNS)
    }

    fn allocations(&mut self) -> u64 {
        self.run(RUNS);
        let counted = allocation_counter::measure(|| self.run(RUNS)).count_total;
        // Rounded up, so that an occasional allocation counts.
        counted.div_ceil(u64::from(RUNS))
    }
}

impl Group {
    /// Measures all cases in turns, many times over.
    pub fn measure(&mut self) -> Vec<Figures> {
        let mut turns = vec![Vec::with_capacity(ROUNDS); self.cases.len()];
        for round in 0..WARM_UP + ROUNDS {
            for (case, turns) in self.cases.iter_mut().zip(&mut turns) {
                let turn = case.turn();
                if round >= WARM_UP {
                    turns.push(turn);
                }
            }
        }
        let baseline = turns.first().cloned().unwrap_or_default();
        let cases = self.cases.iter_mut().zip(&turns);
        cases.map(|(case, turns)| figures(case, turns, &baseline)).collect()
    }
}

fn figures(case: &mut Case, turns: &[f64], baseline: &[f64]) -> Figures {
    let compare = |compared: fn(f64, f64) -> f64| {
        median(turns.iter().zip(baseline).map(|(&turn, &baseline)| compared(turn, baseline)))
    };
    let ratio = compare(|turn, baseline| turn / baseline);
    let (least, least_baseline) = (min(turns), min(baseline));
    let allocations = case.allocations();
    Figures {
        name: case.name,
        min: least,
        median: median(turns.iter().copied()),
        ratio_of_min: least / least_baseline,
        ratio,
        allocations,
        limit: case.limit,
        in_time: case.limit.is_none_or(|limit| match limit {
            Limit::Times(most) => ratio.min(least / least_baseline) <= most,
            Limit::Adds(most) => {
                let added = compare(|turn, baseline| turn - baseline);
                added.min(least - least_baseline) <= most
            }
        }),
        in_memory: case.most_allocations.is_none_or(|most| allocations <= most),
    }
}

fn min(turns: &[f64]) -> f64 {
    turns.iter().copied().fold(f64::INFINITY, f64::min)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<_> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
