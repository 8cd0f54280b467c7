//! Clients that break off, go on too long, or mumble; each gets the reply that the protocol has for it.

use crate::{
    client::Client,
    evidence::Trouble,
    question::{Question, longest, not_utf8, too_long},
    talk::Talk,
};
use calculator_server::MAX_LINE;

/// Lines, of which the last has no end but that of the stream.
pub(crate) fn half_close(client: &mut Client<'_>) -> Result<(), Trouble> {
    let questions = some(client);
    let mut talk = Talk::begin(client)?;
    talk.ask(questions, 2, &mut client.rng)?;
    talk.ask_last(Question { line: b"6*7".into(), reply: "42".to_owned() });
    talk.finish()
}

/// Megabytes of one line, among others.
pub(crate) fn endless_line(client: &mut Client<'_>) -> Result<(), Trouble> {
    let length = client.rng.usize(1 << 20..8 << 20);
    let strange = vec![too_long(length, &mut client.rng)];
    among_others(client, strange)
}

/// A line that is too long, and the longest that is not, among others.
pub(crate) fn long_line(client: &mut Client<'_>) -> Result<(), Trouble> {
    let length = client.rng.usize(MAX_LINE + 1..5 * MAX_LINE);
    let strange = vec![too_long(length, &mut client.rng), longest(&mut client.rng)];
    among_others(client, strange)
}

/// Bytes that are no text, among others.
pub(crate) fn mumble(client: &mut Client<'_>) -> Result<(), Trouble> {
    let strange = vec![not_utf8(&mut client.rng)];
    among_others(client, strange)
}

fn among_others(client: &mut Client<'_>, strange: Vec<Question>) -> Result<(), Trouble> {
    let mut questions = some(client);
    for question in strange {
        questions.insert(client.rng.usize(..=questions.len()), question);
    }
    let mut talk = Talk::begin(client)?;
    let pieces = client.rng.usize(1..5);
    talk.ask(questions, pieces, &mut client.rng)?;
    talk.receive()
}

fn some(client: &mut Client<'_>) -> Vec<Question> {
    (0..client.rng.usize(1..20)).map(|_| client.questions.next(&mut client.rng)).collect()
}
