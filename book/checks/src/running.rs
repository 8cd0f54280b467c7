//! What a reader runs: the server is started before its clients.

use crate::{book::Chapter, commands::commands, problem::Problem};

/// How a passage begins that has the reader run something.
const RUN: [&str; 2] = ["## Run it", "**Run it"];

/// What stands in a passage that means to have no server.
const NO_SERVER: &str = "no server";

const SERVERS: [&str; 7] = [
    "-p echo ",
    "-p calculator-server ",
    "-p concurrency ",
    "wire --listen",
    "-p socket-basics ",
    "_server.py ",
    "--example ",
];

/// Programs that have to find a server.
const CLIENTS: [&str; 4] = ["-p calculator-client ", "cargo wire ", "nc ", "telnet "];

pub(crate) fn check(chapter: &Chapter) -> impl Iterator<Item = Problem> {
    passages(&chapter.source).into_iter().filter_map(move |(begins, ends)| {
        let (command, line) = client_without_a_server(chapter, begins, ends)?;
        let reason = format!("`{command}`: the command that starts the server comes first");
        Some(chapter.problem(line, reason))
    })
}

/// The first and the last line of each passage: it goes on to the next heading, or to the next passage.
fn passages(source: &str) -> Vec<(usize, usize)> {
    let lines: Vec<_> = source.lines().zip(1..).collect();
    let begins = lines.iter().filter(|(line, _)| is_run(line));
    let passage = |&(_, begins): &(&str, usize)| {
        let mut rest = lines[begins..].iter();
        let next = rest.find(|(line, _)| line.starts_with("## ") || is_run(line));
        (begins, next.map_or(lines.len(), |(_, next)| next - 1))
    };
    begins.map(passage).collect()
}

/// Whether such a passage begins with this line.
pub(crate) fn is_run(line: &str) -> bool {
    RUN.iter().any(|start| line.starts_with(start))
}

/// The first client of a passage, if no server has been started before it.
fn client_without_a_server(chapter: &Chapter, begins: usize, ends: usize) -> Option<(String, usize)> {
    let mut text = chapter.source.lines().take(ends).skip(begins - 1);
    if text.any(|line| line.contains(NO_SERVER)) {
        return None;
    }
    let in_it = commands(chapter).filter(|(_, line)| (begins..=ends).contains(line));
    let peers = in_it.filter(|(command, _)| starts_a_server(command) || is_any(command, &CLIENTS));
    peers.min_by_key(|(_, line)| *line).filter(|(command, _)| !starts_a_server(command))
}

/// Whether a command starts a server, or plays one.
pub(crate) fn starts_a_server(command: &str) -> bool {
    is_any(command, &SERVERS)
}

fn is_any(command: &str, kinds: &[&str]) -> bool {
    kinds.iter().any(|kind| command.contains(kind))
}
