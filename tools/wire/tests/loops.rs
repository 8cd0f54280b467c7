//! What a stall of the server looks like in a closed loop, which hides it, and in an open one, which does not.
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test reports by panicking")]

use clap::Parser as _;
use std::{
    io,
    net::TcpListener,
    sync::atomic::{AtomicBool, Ordering},
    thread,
};
use support::ProgressLine;
use testkit::Peer;
use wire::load::{Arguments, Load, Report};

/// A load of two clients on a server that answers the first with nothing until it has answered the second so often,
/// then both until the first has so many replies. The load ends with that, so that no clock decides anything.
fn stalled(rate: &str, others: usize, after: usize) -> Report {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let line =
        format!("load 127.0.0.1 {port} --clients 2 --seconds 600 --ask x --expect x --timeout 9 {rate}");
    let arguments = Arguments::try_parse_from(line.split_whitespace()).unwrap();
    let load = Load::new(&arguments).unwrap();
    let stopper = load.stopper();
    thread::scope(|scope| {
        scope.spawn(|| serve(&listener, others, after, &stopper));
        load.run(ProgressLine::hidden()).unwrap()
    })
}

fn serve(listener: &TcpListener, others: usize, after: usize, stopper: &AtomicBool) {
    let (mut stuck, mut other) = (Peer::accept(listener), Peer::accept(listener));
    stuck.expect("x");
    answer(&mut other, others);
    stuck.send("x\n");
    // What this one asks from here on is what it is answered, so bytes may be copied without reading lines.
    let other = thread::spawn(move || io::copy(&mut other.stream(), &mut other.stream()));
    answer(&mut stuck, after);
    stopper.store(true, Ordering::Relaxed);
    let _ = io::copy(&mut stuck.stream(), &mut stuck.stream());
    let _ = other.join().unwrap();
}

fn answer(peer: &mut Peer, count: usize) {
    for _ in 0..count {
        peer.expect("x").send("x\n");
    }
}

/// How many replies took at least half as long as the longest, and how many there were.
fn slow(report: &Report) -> (u64, u64) {
    assert_eq!(report.faults(), None);
    let latencies = report.latencies.as_ref().unwrap();
    (latencies.count_between(latencies.max() / 2, latencies.max()), latencies.len())
}

#[test]
fn a_closed_loop_hides_a_stall() {
    // All that the second client asks happens within the stall, one after another: at most two of those can have taken
    // half of it, however busy the machine is. With what was under way at the end that is less than one in a hundred.
    let report = stalled("", 1000, 0);
    let (slow, all) = slow(&report);
    assert!(all > 1000 && slow <= 5, "{slow} of {all}");
    let latency = report.latency_us.unwrap();
    assert!(latency.p99 < latency.max / 2.0, "{latency:?}");
}

#[test]
fn an_open_loop_shows_a_stall() {
    // Each client is due to ask every 2 ms. The stuck one's requests that were due in the first half of the stall have
    // all waited for more than the other half.
    let report = stalled("--rate 1000", 100, 60);
    let (slow, all) = slow(&report);
    assert!(slow * 10 > all, "{slow} of {all}");
    let latency = report.latency_us.unwrap();
    assert!(latency.p99 >= latency.max / 2.0, "{latency:?}");
}
