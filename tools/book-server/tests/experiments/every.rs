//! Every experiment, with the programs of this workspace.

use crate::{
    page::{action, events},
    program::Serving,
};
use book_checks::{CommandLine, EXPERIMENTS, Experiment};
use std::{collections::HashMap, path::Path};

/// What each experiment is about, in the terminal that shows it.
const FACTS: &[(&str, usize, &str)] = &[
    ("conversation", 2, "← hello\\n"),
    ("loopback", 2, "127.0.0.2"),
    ("any-port", 1, "listening on"),
    ("binding", 1, "AddrInUse"),
    ("endpoints", 1, "A connection to itself has two endpoints"),
    ("names", 2, "could not connect to localhost"),
    ("types", 1, "datagram (UDP)   made"),
    ("datagrams", 1, "received 8 bytes"),
    ("website", 2, "Hello from a socket!"),
    ("four-calls", 2, "← hello\\n"),
    ("waiting", 3, "← me, too\\n"),
    ("waiting", 1, "disconnected; bytes: 8"),
    ("backlog", 1, "129 opened, then: could not connect"),
    ("torn", 1, "← hel\n"),
    ("torn", 1, "← lo\\n\n"),
    ("glued", 1, "← one\\ntwo\\n\n"),
    ("flood", 2, "stuck with"),
    ("half-close", 2, "← the last words\\n"),
    ("half-close", 2, "already half-closed"),
    ("killed", 1, "disconnected; bytes: 6"),
    ("killed", 1, "failed: connection reset"),
    ("unread", 2, "connection reset"),
    ("dead", 2, "→ two\\n"),
    ("dead", 2, "could not send 6 bytes"),
    ("plain-ends", 1, "ConnectionReset"),
    ("time-wait", 1, "address already in use"),
    ("protocol", 2, "unknown name 'quit'"),
    ("line-ends", 2, "← 6\\n"),
    ("frame", 2, "← error: unexpected"),
    ("precedence", 1, "is  ((2 * 3) % 4)"),
    ("postfix", 1, "is  ((2 + 3) * 4)"),
    ("errors", 2, "the line is not UTF-8"),
    ("long-line", 2, "← error: the line is longer than 1024 bytes\\n"),
    ("long-line", 2, "← 2\\n"),
    ("deep", 1, "the server goes on"),
    ("deep", 1, "overflowed its stack"),
    ("slow-client", 3, "← 4\\n"),
    ("silent", 1, "connection refused"),
    ("silent", 2, "timed out"),
    ("cut-off", 2, "after \"14\""),
    ("unsolicited", 2, "there was no request for it"),
    ("nagle", 2, "s · closed"),
    ("gone", 1, "← 1+1\\n"),
    ("gone", 2, "the server went away"),
    ("deadlock", 2, "stuck with"),
    ("one-at-a-time", 3, "nothing came for 5 s"),
    ("pool", 3, "← 14\\n"),
    ("level-and-edge", 1, "still unread: 6 bytes"),
    ("until-would-block", 1, "then WouldBlock"),
    ("mio-echo", 3, "← hello\\n"),
    ("blocking-write", 3, "← me, too\\n"),
    ("read-once", 2, "← text\\nab\\n"),
    ("slow-handler", 3, "← me, too\\n"),
    ("executor", 1, "poll task 2: Ready(())"),
    ("cancelled", 2, "← 12\\n"),
    ("cancelled", 2, "← 14\\n"),
    ("blocking", 1, "in spawn_blocking: the next task was done after"),
    ("full", 3, "← busy: the server is full"),
    ("full", 1, "rejected"),
    ("spinning", 1, "Too many open files"),
    ("descriptors", 3, "← 14"),
    ("dripping", 2, "end of stream"),
    ("shutdown", 2, "end of stream"),
    ("shutdown", 3, "end of stream"),
    ("shutdown", 1, "closed: server shutting down"),
];

/// What its command leaves out, with `tail` or `grep`.
const FILTERED: [(&str, usize, &str); 2] = [("nagle", 2, "→"), ("descriptors", 1, " connected\n")];

#[test]
fn every_experiment_shows_what_the_book_says_of_it() {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."));
    build_all();
    let serving = Serving::start(root, 0);
    let shown = run_all(&serving);
    for &(name, terminal, fact) in FACTS {
        assert!(shown[name][&terminal].contains(fact), "{name}: {:#?}", shown[name]);
    }
    for (name, terminal, filtered) in FILTERED {
        assert!(!shown[name][&terminal].contains(filtered), "{name}: {:#?}", shown[name]);
    }
    for experiment in EXPERIMENTS.iter() {
        assert!(FACTS.iter().any(|(name, ..)| *name == experiment.name), "{}", experiment.name);
        for (terminal, text) in &shown[experiment.name] {
            let typed = text.lines().filter_map(|line| line.strip_prefix("$ ")).map(with_the_books_port);
            assert!(experiment.commands(*terminal).eq(typed), "{}: {text}", experiment.name);
        }
    }
}

/// A command line as its chapter shows it.
fn with_the_books_port(line: &str) -> String {
    let is_port = |word: &&str| word.parse().is_ok_and(|port: u16| port >= 20_000);
    line.split([' ', ':']).find(is_port).map_or(line.to_owned(), |port| line.replace(port, "1081"))
}

/// Builds what they run, so that nothing is silent for long.
fn build_all() {
    let lines =
        EXPERIMENTS.iter().flat_map(Experiment::typed).map(|(_, line)| CommandLine::parse(line).unwrap());
    let programs: HashMap<_, _> = lines.map(|line| (line.program.name().to_owned(), line.program)).collect();
    for program in programs.values() {
        support::cargo::build(program.target()).unwrap();
    }
}

/// Runs them all, three at a time; what the terminals of each have shown.
fn run_all(serving: &Serving) -> HashMap<String, HashMap<usize, String>> {
    let mut waiting = EXPERIMENTS.iter().map(|experiment: &Experiment| experiment.name);
    let mut left = EXPERIMENTS.len();
    let mut shown = HashMap::<String, HashMap<usize, String>>::new();
    let events = events(serving);
    waiting.by_ref().take(3).for_each(|name| drop(action(serving, name, "run")));
    for event in events {
        let name = event["name"].as_str().unwrap().to_owned();
        if event["event"] == "shows" {
            let terminal = usize::try_from(event["terminal"].as_u64().unwrap()).unwrap();
            let text = shown.entry(name).or_default().entry(terminal).or_default();
            text.push_str(event["text"].as_str().unwrap());
        } else if event["event"] == "ends" || event["event"] == "fails" {
            assert_eq!(event["words"], "Done.", "{name}: {:#?}", shown.get(&name));
            waiting.next().map(|name| action(serving, name, "run"));
            left -= 1;
            if left == 0 {
                return shown;
            }
        }
    }
    panic!("{left} are not over: {shown:#?}");
}
