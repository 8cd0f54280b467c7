//! Plots in the book's visual language: lines in the colours of the page, told apart by dashes, marks and names.

use crate::{
    number::{grouped, rough},
    results::{Busy, Measurements},
};
use std::fmt::Write as _;

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 330.0;
const LEFT: f64 = 64.0;
const RIGHT: f64 = 404.0;
const TOP: f64 = 44.0;
const BOTTOM: f64 = 270.0;

/// The least distance between two names at the ends of lines.
const LINE_HEIGHT: f64 = 17.0;

/// A plot of one figure over the number of clients, both axes logarithmic.
pub struct Plot {
    /// The file's name without its ending; every id in it begins so.
    pub name: &'static str,
    /// What people read above it.
    pub title: &'static str,
    /// What is plotted of a model under a load; nothing where it was not measured.
    pub figure: fn(&Busy) -> Option<f64>,
}

/// All plots of the models.
pub const PLOTS: [Plot; 5] = [
    Plot {
        name: "measured-throughput",
        title: "Replies a second",
        figure: |busy| Some(busy.replies_per_second.median),
    },
    Plot {
        name: "measured-p50",
        title: "Latency, p50, in milliseconds",
        figure: |busy| Some(busy.p50_us.median / 1e3),
    },
    Plot {
        name: "measured-p99",
        title: "Latency, p99, in milliseconds",
        figure: |busy| Some(busy.p99_us.median / 1e3),
    },
    Plot {
        name: "measured-memory",
        title: "Memory of the server, in MiB",
        figure: |busy| busy.memory_bytes.map(|memory| memory.median / 1024.0 / 1024.0),
    },
    Plot {
        name: "measured-threads",
        title: "Threads of the server",
        figure: |busy| busy.threads.map(|threads| threads.median),
    },
];

/// A model's line.
struct Line<'a> {
    model: &'a str,
    points: Vec<(f64, f64)>,
}

/// How a line is told from the others without its colour.
struct Style {
    ink: &'static str,
    dash: &'static str,
    /// A mark around a point, as a path that begins there.
    mark: &'static str,
}

const STYLES: [Style; 4] = [
    Style { ink: "two-ink", dash: " stroke-dasharray=\"7 4\"", mark: "m-4 -4h8v8h-8z" },
    Style { ink: "good-ink", dash: " stroke-dasharray=\"2 3\"", mark: "m0 -5l5 9h-10z" },
    Style { ink: "bad-ink", dash: " stroke-dasharray=\"12 3 2 3\"", mark: "m0 -6l6 6l-6 6l-6 -6z" },
    Style { ink: "one-ink", dash: "", mark: "m-4 0a4 4 0 1 0 8 0a4 4 0 1 0 -8 0z" },
];

fn style(model: &str) -> &'static Style {
    match model {
        "threads" => &STYLES[0],
        "pool" => &STYLES[1],
        "events" => &STYLES[2],
        _ => &STYLES[3],
    }
}

/// The picture; nothing if no model has a figure for it.
#[must_use]
pub fn draw(plot: &Plot, measured: &Measurements) -> Option<String> {
    let lines = lines(plot, measured);
    let values =
        |of: fn(&(f64, f64)) -> f64| lines.iter().flat_map(|line| &line.points).map(of).collect::<Vec<_>>();
    let (sizes, figures) = (values(|point| point.0), values(|point| point.1));
    if figures.is_empty() {
        return None;
    }
    let (across, up) = (Axis::around(&sizes), Axis::around(&figures));
    let place = |point: &(f64, f64)| {
        (LEFT + across.place(point.0) * (RIGHT - LEFT), BOTTOM - up.place(point.1) * (BOTTOM - TOP))
    };
    let mut svg = head(plot, &describe(plot, &lines));
    grid(&mut svg, &across, &up);
    for line in &lines {
        let points: Vec<_> = line.points.iter().map(place).collect();
        draw_line(&mut svg, style(line.model), &points);
    }
    name_ends(&mut svg, &lines, |point| place(point).1);
    svg += "</svg>\n";
    Some(svg)
}

fn lines<'a>(plot: &Plot, measured: &'a Measurements) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = Vec::new();
    for busy in &measured.busy {
        let Some(figure) = (plot.figure)(busy) else { continue };
        let point = (f64::from(busy.clients), figure);
        match lines.iter_mut().find(|line| line.model == busy.model) {
            Some(line) => line.points.push(point),
            None => lines.push(Line { model: &busy.model, points: vec![point] }),
        }
    }
    lines
}

/// The first line has to be the whole tag, or Markdown takes it for text.
fn head(plot: &Plot, description: &str) -> String {
    let Plot { name, title, .. } = plot;
    format!(
        "<svg class=\"picture\" style=\"max-width: 51.8rem; width: 100%; height: auto\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
         role=\"img\" aria-labelledby=\"{name}-title {name}-desc\" xmlns=\"http://www.w3.org/2000/svg\">\n  \
         <title id=\"{name}-title\">{title}</title>\n  <desc id=\"{name}-desc\">{description}</desc>\n  \
         <text class=\"label strong\" x=\"10\" y=\"22\">{title}</text>\n  \
         <text class=\"label end\" x=\"{RIGHT}\" y=\"{}\">clients</text>\n",
        BOTTOM + 44.0
    )
}

/// The plot in words: where each line begins and ends.
fn describe(plot: &Plot, lines: &[Line<'_>]) -> String {
    let mut words =
        format!("{} for each model, over the number of clients; both axes are logarithmic.", plot.title);
    for Line { model, points } in lines {
        if let (Some(first), Some(last)) = (points.first(), points.last()) {
            let _ = write!(
                words,
                " {model}: from {} at {} to {} at {}.",
                rough(first.1),
                grouped(first.0),
                rough(last.1),
                grouped(last.0)
            );
        }
    }
    words + " The table has every figure."
}

fn grid(svg: &mut String, across: &Axis, up: &Axis) {
    for tick in &up.ticks {
        let y = BOTTOM - up.place(*tick) * (BOTTOM - TOP);
        let _ = writeln!(
            svg,
            "  <path class=\"line faint\" stroke-width=\"0.5\" opacity=\"0.4\" d=\"M{LEFT} {y:.1} {RIGHT} {y:.1}\"/>"
        );
        let _ = writeln!(
            svg,
            "  <text class=\"label small end\" x=\"{}\" y=\"{:.1}\">{}</text>",
            LEFT - 8.0,
            y + 4.0,
            rough(*tick)
        );
    }
    for tick in &across.ticks {
        let x = LEFT + across.place(*tick) * (RIGHT - LEFT);
        let _ = writeln!(svg, "  <path class=\"line\" d=\"M{x:.1} {BOTTOM} {x:.1} {}\"/>", BOTTOM + 6.0);
        let _ = writeln!(
            svg,
            "  <text class=\"label small middle\" x=\"{x:.1}\" y=\"{}\">{}</text>",
            BOTTOM + 22.0,
            grouped(*tick)
        );
    }
    let _ = writeln!(svg, "  <path class=\"line\" d=\"M{LEFT} {TOP} {LEFT} {BOTTOM} {RIGHT} {BOTTOM}\"/>");
}

fn draw_line(svg: &mut String, style: &Style, points: &[(f64, f64)]) {
    let Style { ink, dash, mark } = style;
    let path: Vec<_> = points.iter().map(|(x, y)| format!("{x:.1} {y:.1}")).collect();
    let _ =
        writeln!(svg, "  <path class=\"line {ink}\" stroke-width=\"2\"{dash} d=\"M{}\"/>", path.join(" "));
    for point in path {
        let _ = writeln!(svg, "  <path class=\"tip {ink}\" d=\"M{point}{mark}\"/>");
    }
}

/// Writes each model's name where its line ends, apart from the others' names.
fn name_ends(svg: &mut String, lines: &[Line<'_>], height: impl Fn(&(f64, f64)) -> f64) {
    let mut ends: Vec<_> =
        lines.iter().filter_map(|line| Some((height(line.points.last()?) + 5.0, line.model))).collect();
    ends.sort_by(|one, other| one.0.total_cmp(&other.0));
    for index in 1..ends.len() {
        ends[index].0 = ends[index].0.max(ends[index - 1].0 + LINE_HEIGHT);
    }
    let below = ends.last().map_or(0.0, |end| (end.0 - BOTTOM).max(0.0));
    for (y, model) in ends {
        let _ = writeln!(
            svg,
            "  <text class=\"label {}\" x=\"{}\" y=\"{:.1}\">{model}</text>",
            style(model).ink,
            RIGHT + 10.0,
            y - below
        );
    }
}

/// A logarithmic axis between two powers of ten, or parts of such.
struct Axis {
    /// Where it has numbers: two at least.
    ticks: Vec<f64>,
}

impl Axis {
    /// From the tick below the least value to the one above the most.
    fn around(values: &[f64]) -> Self {
        let bottom = values.iter().copied().fold(f64::INFINITY, f64::min).max(1e-6);
        let top = values.iter().copied().fold(bottom, f64::max);
        let steps: &[f64] = if top / bottom > 100.0 { &[1.0] } else { &[1.0, 2.0, 5.0] };
        let all: Vec<f64> =
            (-6..12).flat_map(|power| steps.iter().map(move |step| step * 10f64.powi(power))).collect();
        let first = all.iter().rposition(|tick| *tick <= bottom * 1.000_001).unwrap_or(0);
        let last = all.iter().position(|tick| *tick >= top * 0.999_999).unwrap_or(all.len() - 1);
        let last = last.max(first + 1);
        Self { ticks: all[first..=last.min(all.len() - 1)].to_vec() }
    }

    /// Where a value is between the ends, from 0 to 1.
    fn place(&self, value: f64) -> f64 {
        let (first, last) = (self.ticks[0].ln(), self.ticks[self.ticks.len() - 1].ln());
        ((value.ln() - first) / (last - first)).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_axis_reaches_from_the_tick_below_to_the_tick_above() {
        assert_eq!(Axis::around(&[1.0, 10_000.0]).ticks, [1.0, 10.0, 100.0, 1000.0, 10_000.0]);
        assert_eq!(Axis::around(&[30.0, 110.0]).ticks, [20.0, 50.0, 100.0, 200.0]);
        assert_eq!(Axis::around(&[4.0]).ticks, [2.0, 5.0]);
        assert_eq!(Axis::around(&[0.0, 0.0]).ticks.len(), 2);
    }
}
