//! "Measuring" and "Measurement results": the terminals, and what the text says of the measurements that it shows.
#![cfg(unix)]
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test reports by panicking")]

use book::{Scene, Terminal};
use serde_json::Value;
use std::collections::BTreeSet;

/// What `cargo measure --keep` has written for the book.
const MEASUREMENTS: &str = include_str!("../../src/measurements/measurements.json");
/// And `cargo measure peers --keep`.
const PEERS: &str = include_str!("../../src/measurements/peers.json");
/// And `cargo measure calls --keep`.
const CALLS: &str = include_str!("../../src/measurements/calls.json");

/// A terminal in which this server listens, and one to load it, in which every figure is that of one run.
fn scene(server: &str) -> [Terminal; 2] {
    let mut terminals = Scene::with_server(server);
    for words in ["connected", "replies", "wire itself", "      "] {
        terminals[1].numbers_vary_in(words);
    }
    terminals
}

#[test]
fn a_load_is_a_table_of_replies_and_latencies() {
    let [_server, mut load] = scene("cargo run -p concurrency -- localhost 1081");
    load.run("cargo wire load localhost 1081 --seconds 2").exits(0).keep("many_load");
}

/// What loading the server that stalls once shows.
fn stalled(options: &str, name: &str) -> [f64; 2] {
    let [_server, mut load] = scene(
        r#"cargo wire --listen localhost 1081 receive pause 1000 send "3\n" repeat 1000000 receive send "3\n""#,
    );
    let command =
        format!("cargo wire load localhost 1081 --clients 1 --seconds 4 --ask 1+2 --expect 3{options}");
    let text = load.run(&command).exits(0).text();
    load.keep(name);
    let latencies = text.lines().skip_while(|line| !line.starts_with("latency")).nth(1).unwrap();
    let figures = latencies.split_whitespace().map(|figure| figure.replace(',', "").parse().unwrap());
    let [_, _, p99, _, max] = figures.collect::<Vec<f64>>()[..] else { panic!("{text}") };
    [p99, max]
}

#[test]
fn a_closed_loop_leaves_the_stall_out() {
    let [p99, max] = stalled("", "many_load_closed");
    assert!(max >= 1000.0 && p99 < max / 2.0, "{p99} {max}");
}

#[test]
fn an_open_loop_shows_the_stall() {
    let [p99, max] = stalled(" --rate 100", "many_load_open");
    assert!(max >= 1000.0 && p99 > max / 2.0, "{p99} {max}");
}

/// A median of a model with the given number of busy clients, or silent ones.
fn median(kind: &str, model: &str, clients: u64, figure: &str) -> f64 {
    measured(kind, model, clients, figure, "median")
}

/// The least, the median or the most that was measured.
fn measured(kind: &str, model: &str, clients: u64, figure: &str, which: &str) -> f64 {
    let all: Value = serde_json::from_str(MEASUREMENTS).unwrap();
    let found =
        all[kind].as_array().unwrap().iter().find(|one| one["model"] == model && one["clients"] == clients);
    let Some(found) = found else { panic!("{model} was not measured with {clients} {kind} clients") };
    found[figure][which].as_f64().unwrap()
}

#[test]
fn with_one_client_threads_answer_about_a_tenth_more_than_async() {
    let [threads, asynchronous] =
        ["threads", "async"].map(|model| median("busy", model, 1, "replies_per_second"));
    assert!((1.05..1.15).contains(&(threads / asynchronous)), "{threads} {asynchronous}");
}

#[test]
fn with_a_thousand_busy_clients_async_answers_more_than_threads_with_less_work() {
    let both = |figure| ["async", "threads"].map(|model| median("busy", model, 1000, figure));
    let [asynchronous, threads] = both("replies_per_second");
    assert!((1.4..1.8).contains(&(asynchronous / threads)), "one and a half times: {asynchronous} {threads}");
    let [asynchronous, threads] = both("server_us");
    assert!(asynchronous < threads, "{asynchronous} {threads}");
    assert!(both("threads")[0] < 100.0);
}

#[test]
fn the_event_loop_is_ahead_until_its_one_thread_uses_a_whole_processor() {
    for clients in [16, 64, 256] {
        let least = measured("busy", "events", clients, "replies_per_second", "least");
        let others = ["threads", "pool", "async"];
        let most = others.map(|model| measured("busy", model, clients, "replies_per_second", "most"));
        assert!(most.iter().all(|most| *most < least), "{clients}: {least} {most:?}");
        let median = |figure| median("busy", "events", clients, figure);
        let in_use = median("replies_per_second") * median("server_us") / 1_000_000.0;
        assert!((0.9..1.1).contains(&in_use), "{clients}: {in_use}");
    }
}

#[test]
fn latency_rises_with_the_clients_of_a_closed_loop() {
    let all: Value = serde_json::from_str(MEASUREMENTS).unwrap();
    let models: BTreeSet<_> =
        all["busy"].as_array().unwrap().iter().filter_map(|one| one["model"].as_str()).collect();
    assert!(models.len() >= 3, "{models:?}");
    for model in models {
        for figure in ["p50_us", "p99_us"] {
            let [few, many] = [16, 1000].map(|clients| median("busy", model, clients, figure));
            assert!(many > few, "{model}: {figure} {few} {many}");
        }
    }
}

#[test]
fn a_pool_with_a_worker_each_costs_what_threads_cost() {
    for figure in ["memory_bytes", "threads"] {
        let [pool, threads] = ["pool", "threads"].map(|model| median("busy", model, 1000, figure));
        assert!((pool / threads - 1.0).abs() < 0.25, "{figure}: {pool} {threads}");
    }
}

#[test]
fn a_silent_task_costs_several_times_less_than_a_silent_thread() {
    let all: Value = serde_json::from_str(MEASUREMENTS).unwrap();
    let clients = all["idle"][0]["clients"].as_u64().unwrap();
    let [task, thread] = ["async", "threads"].map(|model| median("idle", model, clients, "bytes_each"));
    assert!(task * 3.0 < thread, "{task} {thread}");
}

#[test]
fn of_a_silent_thread_the_kernel_holds_more_than_the_process_and_of_a_task_the_endpoint() {
    let [process, kernel] =
        ["bytes_each", "kernel_bytes_each"].map(|figure| median("idle", "threads", 10_000, figure));
    assert!(kernel > process, "{kernel} {process}");
    let endpoint = median("idle", "async", 10_000, "kernel_bytes_each") / 1024.0;
    assert!((3.0..5.0).contains(&endpoint), "{endpoint}");
}

#[test]
fn a_thread_costs_about_10_kib_for_a_client_that_is_silent_and_18_for_one_that_asks() {
    const KIB: f64 = 1024.0;
    let silent = median("idle", "threads", 10_000, "bytes_each") / KIB;
    assert!((9.5..10.5).contains(&silent), "{silent}");
    let all = median("busy", "threads", 10_000, "memory_bytes") / KIB;
    assert!((17.5..19.0).contains(&(all / 10_000.0)) && (all / KIB / 180.0 - 1.0).abs() < 0.05, "{all}");
}

/// The median of what a server answered with the given numbers of connections, and of requests under way on each.
fn answered(peer: &str, clients: u64, pipeline: u64) -> f64 {
    compared(peer, clients, pipeline, "replies_per_second", "median")
}

/// The least, the median or the most of a figure of a server.
fn compared(peer: &str, clients: u64, pipeline: u64, figure: &str, which: &str) -> f64 {
    let all: Value = serde_json::from_str(PEERS).unwrap();
    let is_it = |cell: &&Value| {
        let mode = &cell["mode"];
        cell["competitor"] == peer
            && mode["clients"] == clients
            && mode["pipeline"] == pipeline
            && mode["once"] == false
    };
    let Some(cell) = all["cells"].as_array().unwrap().iter().find(is_it) else { panic!("no {peer}") };
    cell[figure][which].as_f64().unwrap()
}

const C_ECHO: &str = "echo, C, epoll, one thread";

#[test]
fn with_64_clients_our_default_answers_about_four_fifths_of_the_c_echo_and_the_event_loop_nearly_all() {
    let [echo, default, events] = [C_ECHO, "ours, async", "ours, events"].map(|peer| answered(peer, 64, 1));
    assert!((0.78..0.82).contains(&(default / echo)), "{default} {echo}");
    assert!((0.93..0.97).contains(&(events / echo)), "{events} {echo}");
}

#[test]
fn single_rounds_of_the_c_echo_differ_as_the_text_says() {
    let [least, most] = ["least", "most"].map(|which| compared(C_ECHO, 64, 1, "replies_per_second", which));
    assert!((166_500.0..167_500.0).contains(&least), "{least}");
    assert!((208_500.0..209_500.0).contains(&most), "{most}");
}

#[test]
fn with_sixteen_under_way_the_event_loop_answers_a_little_more_than_half_as_many_as_the_c_echo() {
    let [ours, echo] = ["ours, events", C_ECHO].map(|peer| answered(peer, 16, 16));
    assert!((0.5..0.6).contains(&(ours / echo)), "{ours} {echo}");
}

#[test]
fn with_sixteen_under_way_an_echo_that_writes_each_reply_falls_far_behind() {
    assert!(answered("echo, tokio, a task each", 16, 16) * 2.0 < answered("ours, async", 16, 16));
}

#[test]
fn a_reply_costs_every_model_one_read_and_one_write_and_tasks_few_waits() {
    let all: Value = serde_json::from_str(CALLS).unwrap();
    let alone: Vec<_> = all["counts"].as_array().unwrap().iter().filter(|one| one["pipeline"] == 1).collect();
    assert!(alone.len() >= 3, "each model is there");
    for model in alone {
        for call in ["recvfrom", "sendto"] {
            let each = model["each"][call].as_f64().unwrap();
            assert!((0.95..1.05).contains(&each), "{model}");
        }
        assert!(model["each"]["epoll_wait"].as_f64().unwrap_or_default() < 0.5, "{model}");
    }
}
