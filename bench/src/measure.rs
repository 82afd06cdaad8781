//! Measures cases side by side: in turns so short that what disturbs one disturbs its neighbours.

use std::time::Instant;

/// Runs of a case in a turn: some 20 microseconds of a hundred nanoseconds each.
const RUNS: u32 = 200;
/// Turns of each case. The figures are the best and the median one.
const ROUNDS: usize = 3_000;
/// Rounds that only warm up caches, branch predictors and the processor's clock.
const WARM_UP: usize = 100;

/// Cases that are compared with the first of them.
pub struct Group {
    /// What its cases have in common.
    pub title: &'static str,
    /// The baseline, then the others.
    pub cases: Vec<Case>,
}

/// One thing to measure.
pub struct Case {
    /// Of the case, unique in the program.
    pub name: &'static str,
    work: Box<dyn FnMut(u32)>,
    limit: Option<Limit>,
    most_allocations: Option<u64>,
}

/// The most that a case may take.
#[derive(Clone, Copy)]
pub enum Limit {
    /// So many times the baseline's time.
    Times(f64),
    /// So many nanoseconds more than the baseline.
    Adds(f64),
}

/// What came out for a case. Times are nanoseconds a run.
pub struct Figures {
    /// The case's.
    pub name: &'static str,
    /// The best turn.
    pub min: f64,
    /// The median turn.
    pub median: f64,
    /// The best turn in terms of the baseline's best.
    pub ratio_of_min: f64,
    /// The median of what the turns of one round are in terms of each other.
    pub ratio: f64,
    /// A run's.
    pub allocations: u64,
    /// The case's.
    pub limit: Option<Limit>,
    /// Whether the time is within the limit. What only disturbs makes a case slower, never faster:
    /// of the best turns and the median ones the more favourable count.
    pub in_time: bool,
    /// Whether the allocations are.
    pub in_memory: bool,
}

impl Case {
    /// `work` is what is measured; it keeps the optimizer from seeing through it by `black_box`.
    pub fn new(name: &'static str, mut work: impl FnMut() + 'static) -> Self {
        // The loop is within what is called by pointer, so that the call does not count.
        let work = Box::new(move |runs| (0..runs).for_each(|_| work()));
        Self { name, work, limit: None, most_allocations: None }
    }

    /// Checks the time.
    #[must_use]
    pub fn limit(self, limit: Limit) -> Self {
        Self { limit: Some(limit), ..self }
    }

    /// Checks that nothing is allocated.
    #[must_use]
    pub fn without_allocations(self) -> Self {
        Self { most_allocations: Some(0), ..self }
    }

    /// Does the work, so many times.
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
        // What allocates now and then allocates.
        counted.div_ceil(u64::from(RUNS))
    }
}

impl Group {
    /// Measures all cases in turn, many times over.
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
