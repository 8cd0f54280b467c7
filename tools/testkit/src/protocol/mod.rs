//! The protocol as a suite of tests for our own calculator servers: stage 3 and every model of stage 5.
//!
//! The judge (`tools/conformance`) accepts any server that follows the protocol; this suite also compares the words of each
//! error, which only our servers share.
//!
//! [`conversations`] holds the server to the letter of the protocol, [`faults`] to its promise that a client's fault
//! is that client's trouble, and to what it owes those whom it does not serve; [`external_clients`] talk to it with programs
//! that we did not write.

#[cfg(unix)]
pub mod external_clients;
pub mod faults;
mod table;

#[cfg(unix)]
pub use external_clients::ExternalClient;

use crate::Program;
use std::thread;
use table::{Conversation, Step};

/// The protocol, one theme a table.
const TABLES: [(&str, &str); 4] = [
    ("arithmetic.txt", include_str!("conversations/arithmetic.txt")),
    ("numbers.txt", include_str!("conversations/numbers.txt")),
    ("refusals.txt", include_str!("conversations/refusals.txt")),
    ("lines.txt", include_str!("conversations/lines.txt")),
];

/// How what a client says is cut up on its way: in words, and the steps that bring the same requests and replies about.
type Delivery = (&'static str, fn(&[Step]) -> Vec<Step>);

/// Line by line, each reply awaited where the table has it; all of it, and its end, before the first reply is read; and line
/// by line, but each byte by itself.
const DELIVERIES: [Delivery; 3] =
    [("as it is written", <[Step]>::to_vec), ("all at once", all_at_once), ("byte by byte", byte_by_byte)];

/// Holds every conversation of the tables with the server, each over a connection of its own, and each three times:
/// as it is written, all at once, and byte by byte. How bytes are cut up on their way must make no difference.
#[track_caller]
pub fn conversations(server: &Program) {
    for (name, text) in TABLES {
        let table = table::parse(text).unwrap_or_else(|error| panic!("{name}: {error}"));
        for conversation in &table {
            for (delivery, arrange) in DELIVERIES {
                let _told = ToldOnFailure { table: name, conversation, delivery };
                hold(server, arrange(&conversation.steps));
            }
        }
    }
}

fn all_at_once(steps: &[Step]) -> Vec<Step> {
    let sent =
        steps.iter().filter_map(|step| if let Step::Send(bytes) = step { Some(&bytes[..]) } else { None });
    let replies = steps.iter().filter(|step| matches!(step, Step::Reply(_))).cloned();
    [Step::Send(sent.collect::<Vec<_>>().concat()), Step::End].into_iter().chain(replies).collect()
}

fn byte_by_byte(steps: &[Step]) -> Vec<Step> {
    let single_bytes = |step: &Step| match step {
        Step::Send(bytes) => bytes.iter().map(|byte| Step::Send(vec![*byte])).collect(),
        other => vec![other.clone()],
    };
    steps.iter().flat_map(single_bytes).collect()
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
    delivery: &'static str,
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

    #[test]
    fn every_delivery_sends_the_same_bytes_and_awaits_the_same_replies() {
        let send = |text: &str| Step::Send(text.into());
        let reply = || Step::Reply("2".to_owned());
        let steps = [send("1+"), send("1\n"), reply(), send("2"), Step::End, reply()];
        let [as_written, all_at_once, byte_by_byte] = DELIVERIES.map(|(_, arrange)| arrange(&steps));
        assert_eq!(as_written, steps);
        assert_eq!(all_at_once, [send("1+1\n2"), Step::End, reply(), reply()]);
        let bytes = ["1", "+", "1", "\n"].map(send);
        assert_eq!(byte_by_byte, [&bytes[..], &[reply(), send("2"), Step::End, reply()]].concat());
    }
}
