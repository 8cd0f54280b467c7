//! What was measured as tables in Markdown, and numbers as they show them.

use crate::{
    calls::Calls,
    competitors::{Cell, Comparison, MODES, Mode},
    machine::Machine,
    results::{Busy, Measurements, Spread},
};
use std::{collections::BTreeSet, iter};
use support::{counted, group_digits};

/// On what, when, and how often; the tables after it have ranges.
fn machine(machine: &Machine, rounds: u32, seconds: f64) -> String {
    format!("{}, and in parentheses the range.\n", medians(machine, rounds, seconds))
}

/// On what, when, and how often; the medians are shown.
fn medians(machine: &Machine, rounds: u32, seconds: f64) -> String {
    let Machine { processor, cores, memory_bytes, system, rustc, date } = machine;
    #[expect(clippy::cast_precision_loss, reason = "no machine has so much memory")]
    let memory = *memory_bytes as f64 / MIB / 1024.0;
    let rounds = counted(rounds.into(), "round", "rounds");
    format!(
        "Measured on {date}: {system}, {processor}, {cores} cores, {memory:.0} GiB of memory, {rustc}; \
         {rounds} of {seconds} s each, the median"
    )
}

/// The parts of the page of the models, each with the name of its file.
pub(crate) fn parts(measured: &Measurements) -> [(&'static str, String); 6] {
    let throughput = |busy: &Busy| range(busy.replies_per_second, 1e3);
    let latency =
        |busy: &Busy| format!("{} / {}", shown(busy.p50_us.median / 1e3), shown(busy.p99_us.median / 1e3));
    let cost = |busy: &Busy| {
        let memory = optional(busy.memory_bytes, |bytes| shown(bytes / MIB));
        format!("{memory} · {} · {}", optional(busy.threads, grouped), optional(busy.server_us, shown))
    };
    let costs = "memory in MiB · threads · processor time for a reply in µs";
    [
        ("machine.txt", machine(&measured.machine, measured.rounds, measured.seconds)),
        ("throughput.txt", by_clients(measured, "thousands of replies a second", throughput)),
        ("latency.txt", by_clients(measured, "latency in ms, p50 / p99", latency)),
        ("cost.txt", by_clients(measured, costs, cost)),
        ("idle.txt", idle(measured)),
        ("remarks.txt", remarks(measured)),
    ]
}

/// All of it on one page.
#[must_use]
pub fn page(measured: &Measurements) -> String {
    format!("# The models, measured\n\n{}", parts(measured).map(|(_, part)| part).join("\n"))
}

/// What silent clients cost.
fn idle(measured: &Measurements) -> String {
    let mut table =
        "| model | silent clients | process in all, MiB | process for each, KiB | kernel for each, KiB | threads |\n\
         | --- | ---: | ---: | ---: | ---: | ---: |\n"
            .to_owned();
    for idle in &measured.idle {
        table += &row(&[
            format!("`{}`", idle.model),
            group_digits(idle.clients),
            range(idle.memory_bytes, MIB),
            range(idle.bytes_each, 1024.0),
            idle.kernel_bytes_each.map_or("?".to_owned(), |kernel| range(kernel, 1024.0)),
            optional(idle.threads, grouped),
        ]);
    }
    table
}

/// How the servers were started, where it is not the default, and what is missing.
fn remarks(measured: &Measurements) -> String {
    let mut text = String::new();
    if measured.busy.iter().any(|busy| busy.model == "pool") {
        text += "The pool had a worker for each client. With fewer, the other clients would have waited in its queue \
                 all the time, because no client disconnected.\n";
    }
    text.extend(measured.missing.iter().map(|missing| format!("\nNot measured: {missing}\n")));
    text
}

/// The system calls for a reply: a row for each model and load, the calls by how often they are made.
#[must_use]
pub fn calls(calls: &Calls) -> String {
    let mut table = "| model | clients | requests under way each | system calls for a reply |\n\
                     | --- | ---: | ---: | --- |\n"
        .to_owned();
    for count in &calls.counts {
        let mut each: Vec<_> = count.each.iter().collect();
        each.sort_by(|one, other| other.1.total_cmp(one.1));
        let each: Vec<_> = each.iter().map(|(name, each)| format!("{each:.2} `{name}`")).collect();
        let (clients, pipeline) = (count.clients.to_string(), count.pipeline.to_string());
        table += &row(&[format!("`{}`", count.model), clients, pipeline, each.join(", ")]);
    }
    table
}

/// A row for each number of clients, a column for each model, in the order in which they were measured.
fn by_clients(measured: &Measurements, what: &str, show: impl Fn(&Busy) -> String) -> String {
    let models = measured.models();
    let titles: Vec<_> = models.iter().map(|model| format!("`{model}`")).collect();
    let mut table =
        format!("| clients | {} |\n| ---: |{}\n", titles.join(" | "), " ---: |".repeat(models.len()));
    let sizes: BTreeSet<u32> = measured.busy.iter().map(|busy| busy.clients).collect();
    for clients in sizes {
        let cell = |model: &&str| {
            let busy = measured.busy.iter().find(|busy| busy.clients == clients && busy.model == **model);
            busy.map_or("–".to_owned(), &show)
        };
        let cells = iter::once(group_digits(clients)).chain(models.iter().map(cell));
        table += &row(&cells.collect::<Vec<_>>());
    }
    format!("In each field: {what}.\n\n{table}")
}

/// The comparison: a table for each load, with ratios to the first that is there, the default model.
#[must_use]
pub fn comparison(comparison: &Comparison) -> String {
    let machine = machine(&comparison.machine, comparison.rounds, comparison.seconds);
    machine + &MODES.map(|mode| under(comparison, mode)).concat() + &missing(comparison)
}

fn under(comparison: &Comparison, mode: Mode) -> String {
    let (figure, unit) =
        if mode.once { ("all served after, ms", 1.0) } else { ("thousands of replies a second", 1e3) };
    let mut cells = cells(comparison, mode).peekable();
    // The default model is the first to be measured.
    let Some(ours) = cells.peek().map(|cell| value(cell)) else { return String::new() };
    let mut table = format!(
        "\n**{mode}**\n\n| | {figure} | of ours | p99, ms | processor, µs | of `wire load` |\n\
         | --- | ---: | ---: | ---: | ---: | ---: |\n"
    );
    for cell in cells {
        let Some(spread) = value(cell) else { continue };
        let ratio = |ours: Spread| format!("{:.2}", spread.median / ours.median);
        table += &row(&[
            cell.competitor.clone(),
            range(spread, unit),
            ours.map_or("?".to_owned(), ratio),
            shown(cell.p99_us.median / 1e3),
            optional(cell.server_us, shown),
            optional(cell.load_us, shown),
        ]);
    }
    table
}

/// The medians of all, each with its ratio to the default model's: a row for each server, a column for each load.
#[must_use]
pub fn summary(comparison: &Comparison) -> String {
    let mut table = "| | 64 clients | 1,000 clients | 16 × 16 under way | 1,000 at once, ms |\n\
                     | --- | ---: | ---: | ---: | ---: |\n"
        .to_owned();
    for Cell { competitor, .. } in cells(comparison, MODES[0]) {
        let fields = MODES.map(|mode| field(comparison, competitor, mode));
        table += &row(&iter::once(competitor.clone()).chain(fields).collect::<Vec<_>>());
    }
    let medians = medians(&comparison.machine, comparison.rounds, comparison.seconds);
    format!("{table}\n{medians}.\n{}", missing(comparison))
}

/// A median, and how many times that of ours it is.
fn field(comparison: &Comparison, competitor: &str, mode: Mode) -> String {
    let median = |cell: &Cell| value(cell).map(|spread| spread.median);
    let ours = cells(comparison, mode).next().and_then(median);
    let theirs = cells(comparison, mode).find(|cell| cell.competitor == competitor).and_then(median);
    match (theirs, ours) {
        (Some(theirs), Some(ours)) => {
            format!("{} (×{:.2})", shown(if mode.once { theirs } else { theirs / 1e3 }), theirs / ours)
        }
        _ => "–".to_owned(),
    }
}

fn cells(comparison: &Comparison, mode: Mode) -> impl Iterator<Item = &Cell> {
    comparison.cells.iter().filter(move |cell| cell.mode == mode)
}

/// Replies a second, or the milliseconds until all are served.
fn value(cell: &Cell) -> Option<Spread> {
    if cell.mode.once { cell.served_ms } else { Some(cell.replies_per_second) }
}

fn missing(comparison: &Comparison) -> String {
    let missing = comparison.missing.iter().map(|missing| format!("\n**Not measured**: {missing}\n"));
    missing.collect::<Vec<_>>().concat()
}

/// A row of a table.
fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// The median, where it was measured.
fn optional(spread: Option<Spread>, show: impl Fn(f64) -> String) -> String {
    spread.map_or("?".to_owned(), |spread| show(spread.median))
}

/// The median and, in parentheses, the range.
fn range(spread: Spread, unit: f64) -> String {
    let Spread { median, least, most } = spread;
    let [median, least, most] = [median, least, most].map(|value| shown(value / unit));
    if least == most { median } else { format!("{median} ({least}–{most})") }
}

/// The bytes of a mebibyte.
pub(crate) const MIB: f64 = 1024.0 * 1024.0;

/// Three digits at least, with commas: `1,234`, `12.3`, `0.046`.
pub(crate) fn shown(value: f64) -> String {
    match value.abs() {
        large if large >= 100.0 => grouped(value),
        middle if middle >= 10.0 => format!("{value:.1}"),
        small if small >= 1.0 => format!("{value:.2}"),
        _ => format!("{value:.3}"),
    }
}

/// The nearest whole number, with commas.
pub(crate) fn grouped(value: f64) -> String {
    group_digits(value.round())
}

/// A figure with two digits: `0.05`, `1.2`, `34`, `120`, `5,600`, `120k`.
pub(crate) fn rough(value: f64) -> String {
    if value >= 10_000.0 {
        return format!("{}k", grouped(round(value) / 1000.0));
    }
    let rounded = round(value);
    if rounded >= 10.0 { grouped(rounded) } else { format!("{}", (rounded * 1e6).round() / 1e6) }
}

/// To two significant digits.
fn round(value: f64) -> f64 {
    let size = 10f64.powf(value.max(1e-9).log10().floor() - 1.0);
    (value / size).round() * size
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_that_matter() {
        for (value, text) in [
            (1_234_567.4, "1,234,567"),
            (123.4, "123"),
            (99.94, "99.9"),
            (9.5, "9.50"),
            (0.0456, "0.046"),
            (0.0, "0.000"),
        ] {
            assert_eq!(shown(value), text);
        }
    }

    #[test]
    fn figures_on_axes_have_two_digits() {
        for (value, text) in [
            (0.0512, "0.051"),
            (1.0, "1"),
            (2.34, "2.3"),
            (34.4, "34"),
            (5601.0, "5,600"),
            (123_456.0, "120k"),
        ] {
            assert_eq!(rough(value), text);
        }
    }
}
