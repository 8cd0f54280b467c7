//! Stopping a server while lines that it has not read yet lie before it.

use crate::{
    client::Client, evidence::Trouble, question::Question, server::Server, talk::Talk, tally::Count,
};
use std::time::Instant;
use support::Signal;

/// How many clients have lines there.
const WITNESSES: usize = 5;

/// How many each.
const LINES: usize = 100;

/// Has the server stand still, asks, tells it to stop, and lets it go on: so the lines are certainly there, and unread,
/// when the signal comes. Each must get its reply, and then the server must end, well and in time.
pub(crate) fn farewell(client: &mut Client<'_>, server: &mut Server) -> Result<(), Trouble> {
    let mut let_in = Vec::new();
    for _ in 0..WITNESSES {
        let mut talk = Talk::begin(client)?;
        // One reply says that it was let in.
        exchange(client, &mut talk)?;
        let_in.push(talk);
    }
    let mut witnesses = Vec::new();
    for mut talk in let_in {
        // While the last waited for its turn in the pool, the server may have lost its patience with the first.
        let outcome = exchange(client, &mut talk);
        if unless_late(client, outcome)? {
            witnesses.push(talk);
        }
    }
    server.process.signal(Signal::Stop)?;
    for talk in &mut witnesses {
        let questions = (0..LINES).map(|_| client.questions.next(&mut client.rng)).collect();
        talk.ask(questions, 1, &mut client.rng)?;
    }
    if let Some(talk) = witnesses.first_mut() {
        talk.ask_last(Question { line: b"6*7".into(), reply: "42".to_owned() });
    }
    client.station.closes();
    let start = Instant::now();
    server.process.signal(Signal::Terminate)?;
    server.process.signal(Signal::Continue)?;
    for talk in witnesses {
        if unless_late(client, talk.finish())? {
            client.tally.add(Count::Farewells, LINES as u64);
        }
    }
    let took = server.end(start).map_err(Trouble::Wrong)?;
    client.tally.ended(took);
    Ok(())
}

/// One question and its reply.
fn exchange<'a>(client: &mut Client<'a>, talk: &mut Talk<'a>) -> Result<(), Trouble> {
    let question = client.questions.next(&mut client.rng);
    talk.ask(vec![question], 1, &mut client.rng)?;
    talk.receive()
}

/// Whether it went well; that we were too slow is no evidence.
fn unless_late(client: &Client<'_>, outcome: Result<(), Trouble>) -> Result<bool, Trouble> {
    match outcome {
        Ok(()) => Ok(true),
        Err(Trouble::Late) => {
            client.tally.add(Count::Late, 1);
            Ok(false)
        }
        Err(trouble) => Err(trouble),
    }
}
