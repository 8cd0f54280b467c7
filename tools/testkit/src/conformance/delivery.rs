//! The ways in which the same bytes can travel.

use super::table::Step;
use std::fmt;

/// How what a client says is cut up on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Delivery {
    /// Line by line, each reply awaited where the table has it.
    AsWritten,
    /// All of it, and its end, before the first reply is read.
    AllAtOnce,
    /// Line by line, but each byte by itself.
    ByteByByte,
}

impl Delivery {
    pub(super) const ALL: [Self; 3] = [Self::AsWritten, Self::AllAtOnce, Self::ByteByByte];

    /// The steps that bring the same requests and replies about in this way.
    pub(super) fn arrange(self, steps: &[Step]) -> Vec<Step> {
        match self {
            Self::AsWritten => steps.to_vec(),
            Self::AllAtOnce => {
                let replies = steps.iter().filter(|step| matches!(step, Step::Reply(_))).cloned();
                [Step::Send(all_bytes(steps)), Step::End].into_iter().chain(replies).collect()
            }
            Self::ByteByByte => steps.iter().flat_map(single_bytes).collect(),
        }
    }
}

fn all_bytes(steps: &[Step]) -> Vec<u8> {
    let sent = |step: &Step| if let Step::Send(bytes) = step { bytes.clone() } else { Vec::new() };
    steps.iter().flat_map(sent).collect()
}

fn single_bytes(step: &Step) -> Vec<Step> {
    match step {
        Step::Send(bytes) => bytes.iter().map(|byte| Step::Send(vec![*byte])).collect(),
        other => vec![other.clone()],
    }
}

impl fmt::Display for Delivery {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::AsWritten => "as it is written",
            Self::AllAtOnce => "all at once",
            Self::ByteByByte => "byte by byte",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn send(text: &str) -> Step {
        Step::Send(text.into())
    }

    #[test]
    fn every_delivery_sends_the_same_bytes_and_awaits_the_same_replies() {
        let reply = || Step::Reply("2".to_owned());
        let steps = [send("1+"), send("1\n"), reply(), send("2"), Step::End, reply()];
        assert_eq!(Delivery::AsWritten.arrange(&steps), steps);
        assert_eq!(Delivery::AllAtOnce.arrange(&steps), [send("1+1\n2"), Step::End, reply(), reply()]);
        let bytes = ["1", "+", "1", "\n"].map(send);
        assert_eq!(
            Delivery::ByteByByte.arrange(&steps),
            [&bytes[..], &[reply(), send("2"), Step::End, reply()]].concat()
        );
    }
}
