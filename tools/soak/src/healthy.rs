//! What a healthy client does: it asks, one by one or many at once, checks every reply, and leaves.

use crate::{client::Client, evidence::Trouble, talk::Talk, tally::Count};

/// The most questions that are asked before their replies are read. With their replies they fit into the buffers of any
/// system, so that nobody waits for anybody who waits for him.
const AT_ONCE: usize = 150;

/// One conversation.
pub(crate) fn converse(client: &mut Client<'_>) -> Result<(), Trouble> {
    let mut talk = Talk::begin(client)?;
    for _ in 0..client.rng.usize(1..60) {
        let count = if client.rng.bool() { 1 } else { client.rng.usize(2..=AT_ONCE) };
        let questions = (0..count).map(|_| client.questions.next(&mut client.rng)).collect();
        let pieces = client.rng.usize(1..4);
        talk.ask(questions, pieces, &mut client.rng)?;
        talk.receive()?;
    }
    if client.rng.bool() {
        talk.finish()?;
    }
    client.tally.add(Count::Conversations, 1);
    Ok(())
}
