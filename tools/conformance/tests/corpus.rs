//! The judge is judged: each faulty server or client is rejected by exactly the check that it names, and one without a fault
//! by none.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test reports by panicking")]

#[path = "corpus/calculator.rs"]
mod calculator;
#[path = "corpus/client.rs"]
mod client;
#[path = "corpus/client_connection.rs"]
mod client_connection;
#[path = "corpus/client_stand_in.rs"]
mod client_stand_in;
#[path = "corpus/echo.rs"]
mod echo;
#[path = "corpus/stand_in.rs"]
mod stand_in;

use calculator_server::{handle_request, serve_connection};
use conformance::{Limits, Report, Subject, Target, Verdict, judge};
use stand_in::StandIn;
use std::{
    cell::Cell,
    collections::BTreeSet,
    net::TcpStream,
    sync::{Arc, Mutex},
    thread,
    time::Duration,
};
use support::lock;

/// How long a check may take. A server that is right needs milliseconds, and each fault that keeps a check waiting costs as
/// much. On a busy machine it may be too short, so a server that was not judged as expected is judged again, with more time.
const LIMIT: Duration = Duration::from_secs(5);

/// How many servers are judged at the same time: mostly they wait.
const AT_ONCE: usize = 8;

/// What the judge makes of a server: the checks that it does not pass, until the section with the first of them has ended.
fn rejections(subject: Subject, target: &dyn Target, limit: Duration) -> Vec<(String, String)> {
    let all: Vec<_> = (1..)
        .zip(subject.sections())
        .flat_map(|(section, found)| (1..=found.checks.len()).map(move |check| (section, check)))
        .collect();
    let report = judged(subject, &all, target, Limits { check: limit, endurance: Duration::ZERO });
    // A fault against a requirement may be against a recommendation, too.
    let passed = report.passed();
    let failed =
        report.outcomes.into_iter().filter(|outcome| outcome.is_failure() && outcome.is_fine() == passed);
    failed.map(|outcome| (outcome.check.name.to_owned(), outcome.message)).collect()
}

fn judged(subject: Subject, checks: &[(usize, usize)], target: &dyn Target, limits: Limits) -> Report {
    let mut report = Report::new(subject, checks, true);
    judge(&mut report, target, limits, false, |_, _| Ok(())).unwrap();
    assert_eq!(report.unusable, None);
    report
}

/// Judges all of these servers; each has to be rejected by exactly this check, or, if it is `pervasive`, by this one first.
fn all_are_rejected<T: Target + Send>(subject: Subject, servers: Vec<(String, T, &'static str, bool)>) {
    let mistakes = Mutex::new(Vec::new());
    let servers = Mutex::new(servers.into_iter());
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                loop {
                    let Some((fault, server, check, pervasive)) = lock(&servers).next() else { break };
                    let is_right = |found: &[(String, String)]| {
                        let mut names = found.iter().map(|(name, _)| name.as_str());
                        names.next() == Some(check) && (pervasive || names.next().is_none())
                    };
                    let mut found = rejections(subject, &server, if pervasive { LIMIT / 5 } else { LIMIT });
                    if !is_right(&found) {
                        found = rejections(subject, &server, testkit::DEADLINE);
                    }
                    if !is_right(&found) {
                        let names: Vec<_> = found.iter().map(|(name, _)| name.as_str()).collect();
                        let what: Vec<_> =
                            found.iter().filter_map(|(_, message)| message.lines().nth(2)).collect();
                        let text = what.join("\n  ");
                        lock(&mistakes).push(format!("{fault}: not {check}, but {names:?}\n  {text}"));
                    }
                }
            });
        }
    });
    let mistakes = mistakes.into_inner().unwrap();
    assert!(mistakes.is_empty(), "{}", mistakes.join("\n"));
}

#[test]
fn each_faulty_calculator_is_rejected_by_the_check_that_it_names() {
    all_are_rejected(Subject::Calculator, calculator::corpus());
}

#[test]
fn each_faulty_echo_server_is_rejected_by_the_check_that_it_names() {
    all_are_rejected(Subject::Echo, echo::corpus());
}

#[test]
fn each_faulty_client_is_rejected_by_the_check_that_it_names() {
    all_are_rejected(Subject::Client, client::corpus());
}

#[test]
fn a_client_without_a_fault_passes_everything() {
    assert_eq!(rejections(Subject::Client, &client::client(None), testkit::DEADLINE), []);
}

/// A thousand clients may take a busy machine longer than `LIMIT`.
#[test]
fn a_server_without_a_fault_passes_everything() {
    assert_eq!(rejections(Subject::Calculator, &calculator::server(None), testkit::DEADLINE), []);
    assert_eq!(rejections(Subject::Echo, &echo::server(None), testkit::DEADLINE), []);
}

fn stand_in(handle: impl Fn(&TcpStream, usize) -> bool + Send + Sync + 'static) -> StandIn {
    StandIn { handle: Arc::new(handle), ..calculator::server(None) }
}

/// A server that needs time for each client, as one that starts a program for it, and for the requests: about a millisecond for
/// each, taken for many together, since a busy machine adds some to every pause.
fn slow() -> StandIn {
    stand_in(|stream, _number| {
        thread::park_timeout(Duration::from_millis(60));
        let requests = Cell::new(0);
        let _ = serve_connection(stream, |line| {
            requests.set(requests.get() + 1);
            if requests.get() % 100 == 0 {
                thread::park_timeout(Duration::from_millis(100));
            }
            handle_request(line)
        });
        true
    })
}

#[test]
fn a_slow_server_passes_checks_with_many_clients_or_replies() {
    // For one client or reply it is enough on a busy machine, too, and not for all of a check.
    let limits = Limits { check: Duration::from_secs(5), endurance: Duration::ZERO };
    let checks = [(4, 11), (5, 9), (8, 1), (8, 2), (8, 3), (8, 4), (8, 5)];
    let report = judged(Subject::Calculator, &checks, &slow(), limits);
    assert!(
        report.outcomes.iter().all(|outcome| outcome.verdict == Verdict::Passed),
        "{:#?}",
        report.outcomes
    );
}

#[test]
fn a_slow_server_is_given_twice_the_time_of_the_endurance_and_no_more() {
    let limits = Limits { check: testkit::DEADLINE, endurance: Duration::from_secs(15) };
    let report = judged(Subject::Calculator, &[(10, 1)], &slow(), limits);
    assert!(report.passed(), "{:#?}", report.outcomes);
    // All of the rounds take 97 s at least.
    assert!(report.outcomes[0].time < Duration::from_mins(1), "{:?}", report.outcomes[0].time);
}

#[test]
fn a_burst_of_clients_tells_how_many_were_served() {
    let server = stand_in(|stream, number| {
        if number <= 10 {
            let _ = serve_connection(stream, handle_request);
        }
        true
    });
    let report =
        judged(Subject::Calculator, &[(7, 5)], &server, Limits { check: LIMIT, endurance: Duration::ZERO });
    assert!(report.outcomes[0].message.contains("clients had their replies"), "{:#?}", report.outcomes);
}

/// Faults that only a process can have, each with the check that rejects it.
const PROCESSES: &[(&str, &str, &str)] = &[
    ("cuts-replies", "shutdown", "no_reply_is_cut_at_shutdown"),
    ("drops-requests", "shutdown", "requests_before_the_shutdown_get_replies"),
    ("never-ends", "shutdown", "the_server_ends_within_five_seconds"),
    ("never-ends behind a shell", "9.3", "the_server_ends_within_five_seconds"),
    ("leaks-descriptors", "faults", "descriptors_come_back"),
    ("leaks-at-the-end", "endurance", "nothing_grows"),
    ("keeps-requests", "endurance", "nothing_grows"),
    ("ends-when-idle", "10.4", "the_next_client_may_come_late"),
];

#[cfg(unix)]
#[test]
fn each_faulty_process_is_rejected_by_the_check_that_it_names() {
    let folder = tempfile::tempdir().unwrap();
    for &(fault, section, check) in PROCESSES {
        if ["faults", "endurance"].contains(&section) && !cfg!(target_os = "linux") {
            continue; // No other system shows what a process uses.
        }
        // Only this check needs time: the others count rounds.
        let endurance = if section == "10.4" { "10" } else { "0" };
        let mut command = assert_cmd::Command::new(env!("CARGO_BIN_EXE_conformance"));
        command.args(["calculator", section, "--time-limit", "7", "--endurance", endurance]);
        command.args(["--json", "--report"]).arg(folder.path().join("report.json"));
        // The section about endurance makes thousands of connections, which takes a busy machine more than one deadline.
        let reference = env!("CARGO_BIN_EXE_reference");
        let server = match fault.strip_suffix(" behind a shell") {
            Some(fault) => vec!["sh", "-c", "\"$0\" \"$@\"; true", reference, fault],
            None => vec![reference, fault],
        };
        let judged = command.arg("--").args(server).timeout(8 * testkit::DEADLINE);
        let report: serde_json::Value = serde_json::from_slice(&judged.output().unwrap().stdout).unwrap();
        let checks = report["sections"][0]["checks"].as_array().unwrap().iter();
        let mut failed: Vec<_> = checks.filter(|check| check["verdict"] != "passed").collect();
        // A fault against a requirement may be against a recommendation, too.
        let is_required = |check: &&serde_json::Value| check["level"] == "required";
        if failed.iter().any(is_required) {
            failed.retain(is_required);
        }
        let names: Vec<_> = failed.iter().filter_map(|check| check["name"].as_str()).collect();
        assert_eq!(names, [check], "{fault}: {failed:#?}");
    }
}

#[test]
fn every_check_has_a_server_that_fails_it() {
    let processes: Vec<_> = PROCESSES.iter().map(|(_, _, check)| *check).collect();
    every_check_is_named(Subject::Calculator, &calculator::corpus(), &processes);
    every_check_is_named(Subject::Echo, &echo::corpus(), &[]);
}

#[test]
fn every_check_of_clients_has_a_client_that_fails_it() {
    every_check_is_named(Subject::Client, &client::corpus(), &[]);
}

#[track_caller]
fn every_check_is_named<T>(
    subject: Subject,
    corpus: &[(String, T, &'static str, bool)],
    more: &[&'static str],
) {
    let named: BTreeSet<_> =
        corpus.iter().map(|(_, _, check, _)| *check).chain(more.iter().copied()).collect();
    let checks: BTreeSet<_> =
        subject.sections().iter().flat_map(|section| section.checks).map(|check| check.name).collect();
    assert_eq!(named, checks, "{subject:?}");
}
