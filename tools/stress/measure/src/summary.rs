//! The summary of the comparison: a row for each server, a column for each load.

use crate::{
    competitors::{Cell, Comparison, MODES, Mode},
    number::shown,
    table::medians,
};
use std::{fmt::Write as _, iter};

/// The medians of all, each with its ratio to the default model's, as a table in Markdown.
#[must_use]
pub fn summary(comparison: &Comparison) -> String {
    let mut table = "| | 64 clients | 1,000 clients | 16 × 16 under way | 1,000 at once, ms |\n\
                     | --- | ---: | ---: | ---: | ---: |\n"
        .to_owned();
    let competitors =
        comparison.cells.iter().filter(|cell| cell.mode == MODES[0]).map(|cell| &cell.competitor);
    for competitor in competitors {
        let fields = MODES.map(|mode| field(comparison, competitor, mode));
        let _ = writeln!(
            table,
            "| {} |",
            iter::once(competitor.clone()).chain(fields).collect::<Vec<_>>().join(" | ")
        );
    }
    let _ = writeln!(table, "\n{}.", medians(&comparison.machine, comparison.rounds, comparison.seconds));
    for missing in &comparison.missing {
        let _ = writeln!(table, "\n**Not measured**: {missing}");
    }
    table
}

/// A median, and how many times that of ours it is.
fn field(comparison: &Comparison, competitor: &str, mode: Mode) -> String {
    let mut cells = comparison.cells.iter().filter(|cell| cell.mode == mode);
    // The default model is the first to be measured.
    let ours = cells.clone().next().and_then(figure);
    match (cells.find(|cell| cell.competitor == competitor).and_then(figure), ours) {
        (Some(figure), Some(ours)) => format!("{} (×{:.2})", shown(figure), figure / ours),
        _ => "–".to_owned(),
    }
}

/// Thousands of replies a second, or the milliseconds until all are served.
fn figure(cell: &Cell) -> Option<f64> {
    let spread = if cell.mode.once { cell.served_ms? } else { cell.replies_per_second };
    Some(if cell.mode.once { spread.median } else { spread.median / 1e3 })
}
