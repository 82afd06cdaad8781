//! The programs' entry point: arguments, the tables that are printed, and the exit code.

use std::env;
use std::io::{self, Write};
use std::process::ExitCode;

use crate::callgrind;
use crate::measure::{Figures, Group, Limit};

const USAGE: &str = "\
arguments:
  --check              fail if a case is over a limit
  --check=allocations  fail if a case allocates that must not; time does not count
  --instructions       count instructions, too, by valgrind";

/// The checks that can fail.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Check {
    Nothing,
    Allocations,
    All,
}

/// Runs the groups as the program's arguments ask.
pub fn main(groups: Vec<Group>) -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match arguments[..] {
        [callgrind::RUN, case, runs] => run_only(groups, case, runs),
        _ => report(groups, &arguments),
    };
    done.map_or_else(|why| fail(&why), |()| ExitCode::SUCCESS)
}

fn fail(why: &str) -> ExitCode {
    // An error here cannot be reported anywhere.
    let _ = writeln!(io::stderr(), "{why}");
    ExitCode::FAILURE
}

fn run_only(groups: Vec<Group>, name: &str, runs: &str) -> Result<(), String> {
    let mut cases = groups.into_iter().flat_map(|group| group.cases);
    let mut case = cases.find(|case| case.name == name).ok_or("no such case")?;
    case.run(runs.parse().map_err(|error| format!("{runs}: {error}"))?);
    Ok(())
}

fn report(groups: Vec<Group>, arguments: &[&str]) -> Result<(), String> {
    let (mut check, mut count_instructions) = (Check::Nothing, false);
    for argument in arguments {
        match *argument {
            "--check" => check = Check::All,
            "--check=allocations" => check = Check::Allocations,
            "--instructions" => count_instructions = true,
            other => return Err(format!("`{other}` is no argument\n{USAGE}")),
        }
    }
    let mut over = Vec::new();
    for mut group in groups {
        let figures = group.measure();
        let instructions = |figures: &Figures| callgrind::instructions(figures.name);
        let instructions = count_instructions
            .then(|| figures.iter().map(instructions).collect::<io::Result<Vec<_>>>())
            .transpose()
            .map_err(|error| format!("instructions are not counted: {error}"))?;
        let table = table(group.title, &figures, instructions.as_deref());
        io::stdout().write_all(table.as_bytes()).map_err(|error| error.to_string())?;
        let is_over = |figures: &&Figures| match check {
            Check::Nothing => false,
            Check::Allocations => !figures.in_memory,
            Check::All => !figures.in_memory || !figures.in_time,
        };
        over.extend(figures.iter().filter(is_over).map(|figures| figures.name));
    }
    if over.is_empty() { Ok(()) } else { Err(format!("over the limit: {}", over.join(", "))) }
}

/// Formats a table in Markdown.
fn table(title: &str, figures: &[Figures], instructions: Option<&[u64]>) -> String {
    let mut rows = vec![header(title, instructions.is_some())];
    rows.extend(figures.iter().enumerate().map(|(at, case)| row(at, case, instructions)));
    let columns = rows.first().map_or(0, Vec::len);
    let width = |column: usize| rows.iter().map(|row| row[column].len()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..columns).map(width).collect();
    let ruler = widths.iter().enumerate().map(|(column, &width)| match column {
        0 => "-".repeat(width),
        _ => format!("{:->1$}", ":", width.max(2)),
    });
    rows.insert(1, ruler.collect());
    let line = |row: Vec<String>| {
        let cells = row.into_iter().zip(&widths).enumerate();
        let cells = cells.map(|(column, (cell, &width))| match column {
            0 => format!("{cell:<width$}"),
            _ => format!("{cell:>width$}"),
        });
        format!("| {} |\n", cells.collect::<Vec<_>>().join(" | "))
    };
    rows.into_iter().map(line).collect::<String>() + "\n"
}

fn header(title: &str, counted: bool) -> Vec<String> {
    let mut header = vec![title, "ns min", "ns median", "ratio of min", "ratio", "allocations"];
    if counted {
        header.extend(["instructions", "ratio"]);
    }
    header.extend(["limit", ""]);
    header.into_iter().map(String::from).collect()
}

fn row(at: usize, case: &Figures, instructions: Option<&[u64]>) -> Vec<String> {
    let mut row = vec![
        case.name.to_owned(),
        format!("{:.0}", case.min),
        format!("{:.0}", case.median),
        format!("{:.2}", case.ratio_of_min),
        format!("{:.2}", case.ratio),
        case.allocations.to_string(),
    ];
    if let Some(counts @ [baseline, ..]) = instructions {
        let count = counts.get(at).copied().unwrap_or_default();
        #[allow(clippy::cast_precision_loss, reason = "no case takes 2^52 instructions")]
        let ratio = count as f64 / *baseline as f64;
        row.extend([count.to_string(), format!("{ratio:.2}")]);
    }
    row.push(match case.limit {
        Some(Limit::Times(most)) => format!("{most:?} x"),
        Some(Limit::Adds(most)) => format!("+ {most:.0} ns"),
        None => String::new(),
    });
    row.push(verdict(case).to_owned());
    row
}

fn verdict(case: &Figures) -> &'static str {
    match (case.in_time, case.in_memory) {
        (false, _) => "over",
        (_, false) => "allocates",
        _ if case.limit.is_some() => "ok",
        _ => "",
    }
}
