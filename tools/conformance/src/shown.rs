//! What a client has printed: whether it shows a value, and whether it says that something went wrong.

use crate::{client_program::Exit, failure::Failure, played_server::PlayedServer};
use support::quote;

/// How much of what was printed a message quotes.
const QUOTED: usize = 80;

impl PlayedServer<'_> {
    /// What the client has written to standard output.
    fn stdout(&self) -> String {
        self.client.stdout().text()
    }

    /// What the client has written, to whichever output.
    fn printed(&self) -> String {
        self.stdout() + &self.client.stderr().text()
    }

    /// Standard output has to have these values in this order, wherever in its lines.
    pub(crate) fn shows_values(&self, values: &[&str]) -> Result<(), Failure> {
        let output = self.stdout();
        let mut rest = &output[..];
        for value in values {
            let end = end_of(value, rest).ok_or_else(|| {
                let found = end_of(value, &output).map_or("did not show", |_| "showed too early");
                Failure::new(format!("the client {found} {value}, which was the reply"))
            })?;
            rest = &rest[end..];
        }
        Ok(())
    }

    /// This is part of an error, and has to be shown, on whichever output.
    pub(crate) fn shows_text(&self, text: &str) -> Result<(), Failure> {
        if self.printed().contains(text) {
            return Ok(());
        }
        let quoted = quote(text.as_bytes(), QUOTED);
        Err(Failure::new(format!("the client did not show {quoted}, which was in the reply")))
    }

    /// Standard output must not have this value.
    pub(crate) fn does_not_show(&self, value: &str) -> Result<(), Failure> {
        let failure = format!("the client showed {value}, which is no reply to what was typed");
        end_of(value, &self.stdout()).map_or(Ok(()), |_| Err(Failure::new(failure)))
    }

    /// What replaces broken text must not be shown.
    pub(crate) fn does_not_print(&self, character: char) -> Result<(), Failure> {
        if self.printed().contains(character) {
            return Err(Failure::new("the client showed broken characters"));
        }
        Ok(())
    }

    /// The client is left, and has to report a failure.
    pub(crate) fn leave_failing(&mut self) -> Result<(), Failure> {
        let exit = self.leave()?;
        self.reports_a_failure(&exit)
    }

    /// The client has to end with words, and with an exit code other than 0.
    pub(crate) fn reports_a_failure(&self, exit: &Exit) -> Result<(), Failure> {
        let Exit { success, words } = exit;
        if *success {
            return Err(Failure::new(format!("the client ended with {words}, as if nothing had gone wrong")));
        }
        if self.printed().contains(char::is_alphabetic) {
            return Ok(());
        }
        Err(Failure::new(format!("the client ended with {words}, and said nothing")))
    }
}

/// Where a value ends in a text, in which it has to be a number of its own: `14` is not in `1425`, and not in `2.14`.
fn end_of(value: &str, text: &str) -> Option<usize> {
    text.match_indices(value).map(|(start, found)| (start, start + found.len())).find_map(|(start, end)| {
        let continues = text[end..].starts_with(|next: char| next.is_ascii_digit());
        let began = text[..start].ends_with(|last: char| last.is_ascii_digit() || last == '.');
        (!continues && !began).then_some(end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_in_a_prompt_a_sentence_and_a_line_of_its_own() {
        for text in ["1425", "> 1425\n", "Answer: 1425.\r\n", "1400+25=1425.0", "é1425é", "14250 1425"] {
            assert!(end_of("1425", text).is_some(), "{text}");
        }
    }

    #[test]
    fn a_part_of_a_number_is_not_a_value() {
        for text in ["", "14\n25", "14250", "31425", "0.1425"] {
            assert_eq!(end_of("1425", text), None, "{text}");
        }
    }
}
