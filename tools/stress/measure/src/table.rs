//! What was measured as tables in Markdown.

use crate::{
    calls::Calls,
    machine::Machine,
    number::{MIB, grouped, shown},
    results::{Busy, Measurements, Spread},
};
use std::{collections::BTreeSet, iter};

/// On what, when, and how often; the tables after it have ranges.
pub(crate) fn machine(machine: &Machine, rounds: u32, seconds: f64) -> String {
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
            grouped(f64::from(idle.clients)),
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
        text += "The pool had a worker for each client: with fewer, the clients beyond would have waited until another left, \
                 and these do not leave.\n";
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
        let cells = iter::once(grouped(f64::from(clients))).chain(models.iter().map(cell));
        table += &row(&cells.collect::<Vec<_>>());
    }
    format!("In each field: {what}.\n\n{table}")
}

/// A row of a table.
pub(crate) fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// The median, where it was measured.
pub(crate) fn optional(spread: Option<Spread>, show: impl Fn(f64) -> String) -> String {
    spread.map_or("?".to_owned(), |spread| show(spread.median))
}

/// The median and, in parentheses, the range.
pub(crate) fn range(spread: Spread, unit: f64) -> String {
    let Spread { median, least, most } = spread;
    let [median, least, most] = [median, least, most].map(|value| shown(value / unit));
    if least == most { median } else { format!("{median} ({least}–{most})") }
}
