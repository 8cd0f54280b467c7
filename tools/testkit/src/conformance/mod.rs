//! The protocol as a suite of tests that every calculator server has to pass, in whatever language it is written.
//!
//! [`conversations`] holds the server to the letter of the protocol, [`faults`] to its promise that a client's fault
//! is that client's trouble, [`busy`] to what it owes those whom it does not serve, and [`external_clients`] talk to it with
//! programs that we did not write.

pub mod busy;
mod delivery;
#[cfg(unix)]
mod external_client;
#[cfg(unix)]
pub mod external_clients;
pub mod faults;
mod literal;
mod table;

#[cfg(unix)]
pub use external_client::ExternalClient;

use crate::Program;
use delivery::Delivery;
use std::thread;
use table::{Conversation, Step};

/// The protocol, one theme a table.
const TABLES: [(&str, &str); 4] = [
    ("arithmetic.txt", include_str!("conversations/arithmetic.txt")),
    ("numbers.txt", include_str!("conversations/numbers.txt")),
    ("refusals.txt", include_str!("conversations/refusals.txt")),
    ("lines.txt", include_str!("conversations/lines.txt")),
];

/// Holds every conversation of the tables with the server, each over a connection of its own, and each three times:
/// as it is written, all at once, and byte by byte. How bytes are cut up on their way must make no difference.
#[track_caller]
pub fn conversations(server: &Program) {
    for (name, text) in TABLES {
        let table = table::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for conversation in &table {
            for delivery in Delivery::ALL {
                let _told = ToldOnFailure { table: name, conversation, delivery };
                hold(server, delivery.arrange(&conversation.steps));
            }
        }
    }
}

/// Takes each step, then ends the input; nothing may come that was not expected.
#[track_caller]
fn hold(server: &Program, steps: Vec<Step>) {
    let mut peer = server.connect();
    let ends = steps.contains(&Step::End);
    for step in steps {
        match step {
            Step::Send(bytes) => peer.send(bytes),
            Step::End => peer.half_close(),
            Step::Reply(line) => peer.expect(&line),
        };
    }
    if !ends {
        peer.half_close();
    }
    peer.expect_end();
}

/// Which conversation it was that went otherwise: the peer that panics does not know.
struct ToldOnFailure<'a> {
    table: &'a str,
    conversation: &'a Conversation,
    delivery: Delivery,
}

impl Drop for ToldOnFailure<'_> {
    #[expect(
        clippy::print_stderr,
        reason = "unlike a write to stderr, it is kept with the output of its test"
    )]
    fn drop(&mut self) {
        if thread::panicking() {
            let Self { table, conversation, delivery } = self;
            eprintln!("in {table}, line {}, sent {delivery}:\n{}", conversation.line, conversation.text);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_table_is_well_formed_and_no_title_is_used_twice() {
        let mut titles = Vec::new();
        for (name, text) in TABLES {
            let table = table::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
            titles.extend(
                table.iter().map(|conversation| conversation.text.lines().next().unwrap().to_owned()),
            );
        }
        let count = titles.len();
        titles.sort();
        titles.dedup();
        assert_eq!(titles.len(), count);
    }
}
