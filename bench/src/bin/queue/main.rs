//! Queues side by side: the time that a log call takes, and lines per second until they are in a file.

mod parts;
mod peers;
mod run;

use std::env;
use std::io::{self, Write};
use std::process::{Command, ExitCode};

use crate::peers::PEERS;
use crate::run::{Figures, Load, run};

/// Each case runs this often, the peers in turn; the median counts.
const ROUNDS: usize = 5;

const LOADS: [Load; 4] = [Load::Paced, Load::Burst(1), Load::Burst(2), Load::Burst(8)];

/// `queue` measures, `queue --check` fails if a figure is over its limit, `queue parts` measures only the
/// parts of a log call, and `queue PEER LOAD` is one case in a process of its own.
fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        [peer, load] => one(peer, load),
        ["parts"] => Ok(parts::table()),
        [] | ["--check"] => all(!arguments.is_empty()),
        _ => Err("arguments: none, parts, or --check".to_owned()),
    };
    match done {
        Ok(text) => {
            print(&text);
            ExitCode::SUCCESS
        }
        Err(why) => {
            print(&format!("{why}\n"));
            ExitCode::FAILURE
        }
    }
}

fn print(text: &str) {
    // An error here cannot be reported anywhere.
    let _ = io::stdout().write_all(text.as_bytes());
}

fn one(peer: &str, load: &str) -> Result<String, String> {
    let peer = PEERS.iter().find(|other| other.name == peer).ok_or("no such peer")?;
    let load = LOADS.into_iter().find(|other| other.name() == load).ok_or("no such load")?;
    run(peer, load).map(Figures::to_line).map_err(|error| error.to_string())
}

fn all(check: bool) -> Result<String, String> {
    let mut over = Vec::new();
    print(&parts::table());
    for load in LOADS {
        let mut figures: Vec<Vec<Figures>> = PEERS.iter().map(|_| Vec::new()).collect();
        for _ in 0..ROUNDS {
            for (peer, figures) in PEERS.iter().zip(&mut figures) {
                figures.push(measure(peer.name, &load)?);
            }
        }
        let medians: Vec<Figures> =
            figures.iter().map(|figures| Figures::median(figures)).collect();
        print(&table(&load, &medians));
        over.extend(load.over_limits(&medians));
    }
    if check && !over.is_empty() {
        return Err(format!("over the limit: {}", over.join(", ")));
    }
    Ok(String::new())
}

fn measure(peer: &str, load: &Load) -> Result<Figures, String> {
    let path = env::current_exe().map_err(|error| error.to_string())?;
    let output = Command::new(path).args([peer, &load.name()]).output();
    let output = output.map_err(|error| error.to_string())?;
    let text = String::from_utf8_lossy(&output.stdout);
    Figures::from_line(&text).ok_or_else(|| format!("{peer}: {text}"))
}

fn table(load: &Load, medians: &[Figures]) -> String {
    let mut text = format!(
        "\n| {:<20} | p50 ns | p99 ns | p99.9 ns | max us | lines/s | CPU s/M | lost |\n",
        load.name()
    );
    text.push_str("| -------------------- | -----: | -----: | -------: | -----: | ------: | ------: | ---: |\n");
    for (peer, figures) in PEERS.iter().zip(medians) {
        let Figures { p50, p99, p999, max, lines_per_s, cpu_s_per_m, lost } = figures;
        let max = max / 1_000.0;
        let row = format!(
            "| {:<20} | {p50:6.0} | {p99:6.0} | {p999:8.0} | {max:6.0} | {lines_per_s:7.0} | {cpu_s_per_m:7.2} | {lost:4.0} |\n",
            peer.name
        );
        text.push_str(&row);
    }
    text
}
