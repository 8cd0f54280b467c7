//! Tables and plots of fixed figures.
#![allow(clippy::unwrap_used, reason = "a test reports by panicking")]

use insta::assert_snapshot;
use measure::{
    calls::{Calls, Count},
    competitors::{Cell, Comparison, Mode},
    machine::Machine,
    plot::{PLOTS, draw},
    results::{Busy, Idle, Measurements, Spread},
    table,
};

fn machine() -> Machine {
    Machine {
        processor: "Z80".to_owned(),
        cores: 2,
        memory_bytes: 8 << 30,
        system: "CP/M, cpm 2.2".to_owned(),
        rustc: "rustc 1.95.0".to_owned(),
        date: "2026-11-23".to_owned(),
    }
}

/// Figures around a median.
fn spread(median: f64) -> Spread {
    Spread::of([median * 0.9, median, median * 1.2]).unwrap()
}

fn busy(model: &str, clients: u32, replies: f64, threads: Option<f64>) -> Busy {
    Busy {
        model: model.to_owned(),
        clients,
        options: format!("--model {model}"),
        replies_per_second: spread(replies),
        p50_us: spread(f64::from(clients) * 9.0),
        p99_us: spread(f64::from(clients) * 20.0),
        memory_bytes: Some(spread(3e6 + f64::from(clients) * 14e3)),
        threads: threads.map(spread),
        server_us: Some(spread(5.5)),
        load_us: None,
    }
}

fn measurements() -> Measurements {
    let idle = Idle {
        model: "async".to_owned(),
        clients: 10_000,
        options: "--model async".to_owned(),
        memory_bytes: spread(17e6),
        bytes_each: spread(1421.0),
        kernel_bytes_each: Some(spread(4100.0)),
        threads: Some(spread(4.0)),
    };
    Measurements {
        machine: machine(),
        rounds: 3,
        seconds: 2.0,
        busy: vec![
            busy("threads", 1, 26_500.0, Some(3.0)),
            busy("pool", 1, 25_000.0, Some(3.0)),
            busy("async", 1, 24_000.0, None),
            busy("threads", 1000, 62_000.0, Some(1002.0)),
            busy("async", 1000, 121_000.0, None),
        ],
        idle: vec![idle],
        missing: vec!["pool, 1000 clients, round 1: it fell over".to_owned()],
    }
}

#[test]
fn the_page_of_the_models() {
    assert_snapshot!(table::page(&measurements()));
}

#[test]
fn a_plot_names_each_line_at_its_end_and_says_in_words_what_it_shows() {
    assert_snapshot!(draw(&PLOTS[0], &measurements()).unwrap());
}

#[test]
fn what_was_not_measured_is_not_drawn() {
    let threads = draw(&PLOTS[4], &measurements()).unwrap();
    assert!(threads.contains(">threads</text>") && !threads.contains(">async</text>"), "{threads}");
    assert!(draw(&PLOTS[0], &Measurements { busy: Vec::new(), ..measurements() }).is_none());
}

#[test]
fn every_plot_is_one_piece_of_html_in_the_books_colours() {
    for plot in &PLOTS {
        let svg = draw(plot, &measurements()).unwrap();
        assert!(svg.starts_with("<svg class=\"picture\"") && svg.lines().all(|line| !line.trim().is_empty()));
        assert!(!svg.contains("fill=\"#") && !svg.contains("NaN") && !svg.contains("inf"), "{svg}");
    }
}

#[test]
fn the_page_of_the_competitors_has_ratios_to_the_first_and_says_loudly_what_is_missing() {
    let mode = Mode { clients: 64, pipeline: 1, once: false };
    let once = Mode { clients: 1000, pipeline: 1, once: true };
    let cell = |competitor: &str, mode: Mode, figure: f64| Cell {
        competitor: competitor.to_owned(),
        mode,
        replies_per_second: spread(figure),
        p99_us: spread(1e6 / figure),
        served_ms: mode.once.then(|| spread(figure)),
        server_us: Some(spread(4.0)),
        load_us: Some(spread(2.5)),
    };
    let comparison = Comparison {
        machine: machine(),
        rounds: 1,
        seconds: 0.5,
        cells: vec![
            cell("ours, async", mode, 200_000.0),
            cell("eval, Python, a thread each", mode, 30_000.0),
            cell("ours, async", once, 45.0),
            cell("eval, Python, a thread each", once, 400.0),
        ],
        missing: vec!["calculator, Go, a goroutine each: go is not installed".to_owned()],
    };
    assert_snapshot!(table::comparison(&comparison));
    assert_snapshot!("the_summary_of_the_competitors", table::summary(&comparison));
}

#[test]
fn the_table_of_calls_begins_with_the_most_frequent() {
    let each = [("sendto".to_owned(), 1.0), ("recvfrom".to_owned(), 1.25)].into();
    let count = Count { model: "async".to_owned(), clients: 64, pipeline: 1, replies: 1000, each };
    assert_snapshot!(table::calls(&Calls { machine: machine(), counts: vec![count] }));
}
