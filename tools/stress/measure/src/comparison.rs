//! The comparison as tables in Markdown.

use crate::{
    competitors::{Cell, Comparison, MODES, Mode},
    number::shown,
    results::Spread,
    table::{machine, medians, optional, range, row},
};
use std::iter;

/// A table for each load, with ratios to the first that is there, the default model.
#[must_use]
pub fn tables(comparison: &Comparison) -> String {
    let machine = machine(&comparison.machine, comparison.rounds, comparison.seconds);
    let tables: String = MODES.map(|mode| under(comparison, mode)).concat();
    machine + &tables + &missing(comparison)
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
