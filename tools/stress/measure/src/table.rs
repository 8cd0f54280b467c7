//! What was measured as tables in Markdown.

use crate::{
    calls::Calls,
    competitors::{Comparison, MODES, Mode},
    machine::Machine,
    number::{grouped, shown},
    results::{Busy, Measurements, Spread},
};
use std::{collections::BTreeSet, fmt::Write as _};

const MIB: f64 = 1024.0 * 1024.0;

/// On what, when, and how often; the tables after it have ranges.
#[must_use]
pub fn machine(machine: &Machine, rounds: u32, seconds: f64) -> String {
    format!("{}, and in parentheses the range.\n", medians(machine, rounds, seconds))
}

/// On what, when, and how often; the medians are shown.
pub(crate) fn medians(machine: &Machine, rounds: u32, seconds: f64) -> String {
    let Machine { processor, cores, memory_bytes, system, rustc, date } = machine;
    #[expect(clippy::cast_precision_loss, reason = "no machine has so much memory")]
    let memory = *memory_bytes as f64 / MIB / 1024.0;
    let rounds = if rounds == 1 { "1 round".to_owned() } else { format!("{rounds} rounds") };
    format!(
        "Measured on {date}: {system}, {processor}, {cores} cores, {memory:.0} GiB of memory, {rustc}; \
         {rounds} of {seconds} s each, the median"
    )
}

/// The models' throughput: a row for each number of clients, a column for each model.
#[must_use]
pub fn throughput(measured: &Measurements) -> String {
    by_clients(measured, "thousands of replies a second", |busy| range(busy.replies_per_second, 1e3))
}

/// The models' latency.
#[must_use]
pub fn latency(measured: &Measurements) -> String {
    by_clients(measured, "latency in ms, p50 / p99", |busy| {
        format!("{} / {}", shown(busy.p50_us.median / 1e3), shown(busy.p99_us.median / 1e3))
    })
}

/// What the models need under load.
#[must_use]
pub fn cost(measured: &Measurements) -> String {
    by_clients(measured, "memory in MiB · threads · processor time for a reply in µs", |busy| {
        let threads = optional(busy.threads, grouped);
        let memory = optional(busy.memory_bytes, |bytes| shown(bytes / MIB));
        format!("{memory} · {threads} · {}", optional(busy.server_us, shown))
    })
}

/// What silent clients cost.
#[must_use]
pub fn idle(measured: &Measurements) -> String {
    let mut table =
        "| model | silent clients | process in all, MiB | process for each, KiB | kernel for each, KiB | threads |\n\
         | --- | ---: | ---: | ---: | ---: | ---: |\n"
            .to_owned();
    for idle in &measured.idle {
        let threads = optional(idle.threads, grouped);
        let kernel = idle.kernel_bytes_each.map_or_else(|| "?".to_owned(), |kernel| range(kernel, 1024.0));
        let _ = writeln!(
            table,
            "| `{}` | {} | {} | {} | {kernel} | {threads} |",
            idle.model,
            grouped(f64::from(idle.clients)),
            range(idle.memory_bytes, MIB),
            range(idle.bytes_each, 1024.0),
        );
    }
    table
}

/// How the servers were started, where it is not the default, and what is missing.
#[must_use]
pub fn remarks(measured: &Measurements) -> String {
    let mut text = String::new();
    if measured.busy.iter().any(|busy| busy.model == "pool") {
        text += "The pool had a worker for each client: with fewer, the clients beyond would have waited until another left, \
                 and these do not leave.\n";
    }
    for missing in &measured.missing {
        let _ = writeln!(text, "\nNot measured: {missing}");
    }
    text
}

/// All of it on one page.
#[must_use]
pub fn page(measured: &Measurements) -> String {
    let parts = [
        "# The models, measured\n".to_owned(),
        machine(&measured.machine, measured.rounds, measured.seconds),
        throughput(measured),
        latency(measured),
        cost(measured),
        idle(measured),
        remarks(measured),
    ];
    parts.join("\n")
}

/// The comparison: a table for each load, with ratios to the first that is there, the default model.
#[must_use]
pub fn competitors(comparison: &Comparison) -> String {
    let mut text = machine(&comparison.machine, comparison.rounds, comparison.seconds);
    for mode in MODES {
        text += &competitors_under(comparison, mode);
    }
    for missing in &comparison.missing {
        let _ = writeln!(text, "\n**Not measured**: {missing}");
    }
    text
}

fn competitors_under(comparison: &Comparison, mode: Mode) -> String {
    let (figure, unit) =
        if mode.once { ("all served after, ms", 1.0) } else { ("thousands of replies a second", 1e3) };
    let mut table = format!(
        "\n**{mode}**\n\n| | {figure} | of ours | p99, ms | processor, µs | of `wire load` |\n\
         | --- | ---: | ---: | ---: | ---: | ---: |\n"
    );
    let cells: Vec<_> = comparison.cells.iter().filter(|cell| cell.mode == mode).collect();
    if cells.is_empty() {
        return String::new();
    }
    let value = |cell: &crate::competitors::Cell| {
        if mode.once { cell.served_ms } else { Some(cell.replies_per_second) }
    };
    let ours = cells.first().and_then(|cell| value(cell)).map(|ours| ours.median);
    for cell in cells {
        let Some(spread) = value(cell) else { continue };
        let ratio = ours.map_or_else(|| "?".to_owned(), |ours| format!("{:.2}", spread.median / ours));
        let load = optional(cell.load_us, shown);
        let _ = writeln!(
            table,
            "| {} | {} | {ratio} | {} | {} | {load} |",
            cell.competitor,
            range(spread, unit),
            shown(cell.p99_us.median / 1e3),
            optional(cell.server_us, shown),
        );
    }
    table
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
        let _ = writeln!(
            table,
            "| `{}` | {} | {} | {} |",
            count.model,
            count.clients,
            count.pipeline,
            each.join(", ")
        );
    }
    table
}

/// A row for each number of clients, a column for each model, in the order in which they were measured.
fn by_clients(measured: &Measurements, what: &str, show: impl Fn(&Busy) -> String) -> String {
    let mut models = Vec::new();
    for busy in &measured.busy {
        if !models.contains(&busy.model.as_str()) {
            models.push(&busy.model);
        }
    }
    let mut table = format!(
        "| clients | {} |\n",
        models.iter().map(|model| format!("`{model}`")).collect::<Vec<_>>().join(" | ")
    );
    let _ = writeln!(table, "| ---: |{}", " ---: |".repeat(models.len()));
    let sizes: BTreeSet<u32> = measured.busy.iter().map(|busy| busy.clients).collect();
    for clients in sizes {
        let cell = |model: &&str| {
            let busy = measured.busy.iter().find(|busy| busy.clients == clients && busy.model == **model);
            busy.map_or_else(|| "–".to_owned(), &show)
        };
        let cells: Vec<_> = models.iter().map(cell).collect();
        let _ = writeln!(table, "| {} | {} |", grouped(f64::from(clients)), cells.join(" | "));
    }
    format!("In each field: {what}.\n\n{table}")
}

/// The median, where it was measured.
fn optional(spread: Option<Spread>, show: impl Fn(f64) -> String) -> String {
    spread.map_or_else(|| "?".to_owned(), |spread| show(spread.median))
}

fn range(spread: Spread, unit: f64) -> String {
    let Spread { median, least, most } = spread;
    let [median, least, most] = [median, least, most].map(|value| shown(value / unit));
    if least == most { median } else { format!("{median} ({least}–{most})") }
}
