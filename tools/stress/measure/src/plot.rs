//! Plots in the book's visual language: lines in the colours of the page, told apart by dashes, marks and names.

use crate::{
    results::{Busy, Measurements},
    table::{MIB, grouped, rough},
};
use std::fmt::Display;

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 330.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 404.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 270.0;

/// The least distance between two names at the ends of lines.
const LINE_HEIGHT: f64 = 17.0;

/// A plot of one figure over the number of clients, both axes logarithmic: the file's name without its ending, with which
/// every id in it begins; what people read above it; and what is plotted of a model under a load, where it was measured.
pub type Plot = (&'static str, &'static str, fn(&Busy) -> Option<f64>);

/// All plots of the models.
pub const PLOTS: [Plot; 5] = [
    ("measured-throughput", "Replies a second", |busy| Some(busy.replies_per_second.median)),
    ("measured-p50", "Latency, p50, in milliseconds", |busy| Some(busy.p50_us.median / 1e3)),
    ("measured-p99", "Latency, p99, in milliseconds", |busy| Some(busy.p99_us.median / 1e3)),
    ("measured-memory", "Memory of the server, in MiB", |busy| Some(busy.memory_bytes?.median / MIB)),
    ("measured-threads", "Threads of the server", |busy| Some(busy.threads?.median)),
];

/// A model's line: what it is called, and its points, one at least.
type Line<'a> = (&'a str, Vec<(f64, f64)>);

/// The ink of a model's line, and how it is told from the others without its colour: by its dashes, and by a mark around
/// each point, a path that begins there.
fn style(model: &str) -> [&'static str; 3] {
    match model {
        "threads" => ["two-ink", " stroke-dasharray=\"7 4\"", "m-4 -4h8v8h-8z"],
        "pool" => ["good-ink", " stroke-dasharray=\"2 3\"", "m0 -5l5 9h-10z"],
        "events" => ["bad-ink", " stroke-dasharray=\"12 3 2 3\"", "m0 -6l6 6l-6 6l-6 -6z"],
        _ => ["one-ink", "", "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z"],
    }
}

/// The picture; nothing if no model has a figure for it.
#[must_use]
pub fn draw(plot: &Plot, measured: &Measurements) -> Option<String> {
    let lines = lines(plot, measured);
    let points = || lines.iter().flat_map(|(_, points)| points.iter().copied());
    points().next()?;
    let (across, up) = (
        Axis::around(points().map(|point| point.0), LEFT, RIGHT),
        Axis::around(points().map(|point| point.1), BOTTOM, TOP),
    );
    let mut svg = head(plot, &describe(plot, &lines));
    svg.extend(up.ticks.iter().map(|tick| tick_up(up.place(*tick), *tick)));
    svg.extend(across.ticks.iter().map(|tick| tick_across(across.place(*tick), *tick)));
    svg += &path("line", "", format_args!("{LEFT} {TOP} {LEFT} {BOTTOM} {RIGHT} {BOTTOM}"));
    let mut ends = Vec::new();
    for (model, points) in &lines {
        let points: Vec<_> =
            points.iter().map(|(size, figure)| (across.place(*size), up.place(*figure))).collect();
        svg += &draw_line(style(model), &points);
        ends.extend(points.last().map(|(_, y)| (y + 5.0, *model)));
    }
    Some(svg + &name_ends(ends) + "</svg>\n")
}

fn lines<'a>(plot: &Plot, measured: &'a Measurements) -> Vec<Line<'a>> {
    let line = |model: &'a str| {
        let of_model = measured.busy.iter().filter(|busy| busy.model == model);
        let points = of_model.filter_map(|busy| Some((f64::from(busy.clients), (plot.2)(busy)?)));
        (model, points.collect())
    };
    measured.models().into_iter().map(line).filter(|(_, points): &Line<'_>| !points.is_empty()).collect()
}

/// The first line has to be the whole tag, or Markdown takes it for text.
fn head((name, title, _): &Plot, description: &str) -> String {
    format!(
        "<svg class=\"picture\" style=\"max-width: 51.8rem; width: 100%; height: auto\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         role=\"img\" aria-labelledby=\"{name}-title {name}-desc\" xmlns=\"http://www.w3.org/2000/svg\">\n  \
         <title id=\"{name}-title\">{title}</title>\n  <desc id=\"{name}-desc\">{description}</desc>\n{}{}",
        label("strong", 10, 22, title),
        label("end", RIGHT, BOTTOM + 44.0, "clients")
    )
}

/// The plot in words: where each line begins and ends.
fn describe((_, title, _): &Plot, lines: &[Line<'_>]) -> String {
    let words = |(model, points): &Line<'_>| {
        let [(from, first), (to, last)] = [points[0], points[points.len() - 1]];
        format!(" {model}: from {} at {} to {} at {}.", rough(first), grouped(from), rough(last), grouped(to))
    };
    let lines: String = lines.iter().map(words).collect();
    format!(
        "{title} for each model, over the number of clients; both axes are logarithmic.{lines} The table has every figure."
    )
}

/// A figure at its height, and a line across.
fn tick_up(y: f64, figure: f64) -> String {
    let style = " stroke-width=\"0.5\" opacity=\"0.4\"";
    path("line faint", style, format_args!("{LEFT} {y:.1} {RIGHT} {y:.1}"))
        + &label("small end", LEFT - 8.0, format_args!("{:.1}", y + 4.0), rough(figure))
}

/// A number of clients below its mark.
fn tick_across(x: f64, clients: f64) -> String {
    path("line", "", format_args!("{x:.1} {BOTTOM} {x:.1} {}", BOTTOM + 6.0))
        + &label("small middle", format_args!("{x:.1}"), BOTTOM + 22.0, grouped(clients))
}

fn draw_line([ink, dash, mark]: [&str; 3], points: &[(f64, f64)]) -> String {
    let points: Vec<_> = points.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    let line = path(&format!("line {ink}"), &format!(" stroke-width=\"2\"{dash}"), points.join(" "));
    let marks = points.iter().map(|point| path(&format!("tip {ink}"), "", format_args!("{point}{mark}")));
    line + &marks.collect::<String>()
}

/// Writes each model's name where its line ends, apart from the others' names.
fn name_ends(mut ends: Vec<(f64, &str)>) -> String {
    ends.sort_by(|one, other| one.0.total_cmp(&other.0));
    for index in 1..ends.len() {
        ends[index].0 = ends[index].0.max(ends[index - 1].0 + LINE_HEIGHT);
    }
    let below = ends.last().map_or(0.0, |end| (end.0 - BOTTOM).max(0.0));
    let name = |(y, model)| label(style(model)[0], RIGHT + 10.0, format_args!("{:.1}", y - below), model);
    ends.into_iter().map(name).collect()
}

fn label(class: &str, x: impl Display, y: impl Display, text: impl Display) -> String {
    format!("  <text class=\"label {class}\" x=\"{x}\" y=\"{y}\">{text}</text>\n")
}

fn path(class: &str, style: &str, points: impl Display) -> String {
    format!("  <path class=\"{class}\"{style} d=\"M{points}\"/>\n")
}

/// A logarithmic axis between two powers of ten, or parts of such.
struct Axis {
    /// Where it has numbers: two at least.
    ticks: Vec<f64>,
    /// Where in the picture it begins, and how long it is.
    start: f64,
    length: f64,
}

impl Axis {
    /// From the tick below the least value to the one above the most, between these places.
    fn around(values: impl Iterator<Item = f64> + Clone, start: f64, end: f64) -> Self {
        let bottom = values.clone().fold(f64::INFINITY, f64::min).max(1e-6);
        let top = values.fold(bottom, f64::max);
        let steps: &[f64] = if top / bottom > 100.0 { &[1.0] } else { &[1.0, 2.0, 5.0] };
        let all: Vec<f64> =
            (-6..12).flat_map(|power| steps.iter().map(move |step| step * 10f64.powi(power))).collect();
        let first = all.iter().rposition(|tick| *tick <= bottom * 1.000_001).unwrap_or(0);
        let last = all.iter().position(|tick| *tick >= top * 0.999_999).unwrap_or(all.len() - 1);
        let last = last.max(first + 1);
        Self { ticks: all[first..=last.min(all.len() - 1)].to_vec(), start, length: end - start }
    }

    /// Where a value is.
    fn place(&self, value: f64) -> f64 {
        let (first, last) = (self.ticks[0].ln(), self.ticks[self.ticks.len() - 1].ln());
        self.start + ((value.ln() - first) / (last - first)).clamp(0.0, 1.0) * self.length
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_reaches_from_the_tick_below_to_the_tick_above() {
        let ticks = |values: &[f64]| Axis::around(values.iter().copied(), 0.0, 1.0).ticks;
        assert_eq!(ticks(&[1.0, 10_000.0]), [1.0, 10.0, 100.0, 1000.0, 10_000.0]);
        assert_eq!(ticks(&[30.0, 110.0]), [20.0, 50.0, 100.0, 200.0]);
        assert_eq!(ticks(&[4.0]), [2.0, 5.0]);
        assert_eq!(ticks(&[0.0, 0.0]).len(), 2);
    }
}
