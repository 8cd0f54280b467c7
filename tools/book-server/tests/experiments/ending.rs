//! Experiments that are ended, and leave nothing behind.

use crate::{
    page::{action, events, until_over},
    planted::{PLANTED, planted},
    program::Serving,
    support::write,
};
use serde_json::Value;
use std::{fs, path::Path};
use testkit::{Signal, eventually};

/// Starts an experiment that hangs; the processes that it has by then, and the events from there on.
fn hanging(serving: &Serving) -> (Vec<String>, impl Iterator<Item = Value> + use<>) {
    action(serving, "torn", "run");
    let mut events = events(serving);
    let mut text = String::new();
    while !text.contains("listening") {
        let event = events.next().unwrap();
        text.push_str(event["text"].as_str().unwrap_or_default());
    }
    let processes: Vec<_> =
        text.lines().filter_map(|line| Some(line.strip_prefix("process ")?.to_owned())).collect();
    assert!(processes.len() == 2 && processes.iter().all(|process| runs(process)), "{text}");
    (processes, events)
}

fn runs(process: &str) -> bool {
    Path::new("/proc").join(process).exists()
}

#[test]
fn stop_ends_it_at_once_and_leaves_no_process() {
    let root = planted(PLANTED);
    let serving = Serving::start(root.path(), 0);
    let (processes, events) = hanging(&serving);
    assert!(action(&serving, "torn", "stop").starts_with("HTTP/1.1 200"));
    assert_eq!(until_over(events).last().unwrap()["words"], "Stopped.");
    eventually("its processes are gone", || !processes.iter().any(|process| runs(process)));
}

#[test]
fn the_end_of_the_program_ends_its_experiments() {
    let root = planted(PLANTED);
    let serving = Serving::start(root.path(), 0);
    let (processes, _news) = hanging(&serving);
    assert_eq!(serving.signal(Signal::Interrupt), Some(0));
    eventually("its processes are gone", || !processes.iter().any(|process| runs(process)));
}

#[test]
fn even_a_killed_program_leaves_no_process_and_the_next_one_removes_its_folders() {
    let root = planted(PLANTED);
    let serving = Serving::start(root.path(), 0);
    let (processes, _news) = hanging(&serving);
    assert_eq!(serving.signal(Signal::Kill), None);
    eventually("its processes are gone", || !processes.iter().any(|process| runs(process)));

    let target = root.path().join("target");
    // As a grading leaves it that was killed, too: nobody holds the lock.
    write(&target, "grade-killed/lock", "");
    let folders = |folder: &Path, prefix: &str| {
        let names = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
        names.filter(|name| name.to_string_lossy().starts_with(prefix)).collect::<Vec<_>>()
    };
    let left = folders(&target.join("book"), "served-");
    assert_eq!(left.len(), 1);
    let _serving = Serving::start(root.path(), 0);
    let new = folders(&target.join("book"), "served-");
    assert!(new.len() == 1 && new != left, "{left:?} {new:?}");
    assert!(folders(&target, "grade-").is_empty());
}

#[test]
fn all_pages_are_told_the_same_whenever_they_ask_and_a_new_run_begins_anew() {
    let root = planted(PLANTED);
    let serving = Serving::start(root.path(), 0);
    let (processes, _) = hanging(&serving);
    let early = events(&serving);
    action(&serving, "torn", "run");
    let (others, _) = hanging(&serving);
    assert!(!processes.iter().any(|process| others.contains(process)));
    action(&serving, "torn", "stop");
    let begins = |event: &Value| event["event"] != "begins";
    let late: Vec<_> = until_over(events(&serving)).into_iter().skip_while(begins).collect();
    let early = until_over(early);
    assert!(early.ends_with(&late) && late.len() >= 3, "{early:#?} {late:#?}");
}
