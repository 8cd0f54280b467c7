//! From a program's bytes to text that a page can show.

use std::str::Utf8Chunk;
use support::printable;

/// Turns bytes into text as they come, in whatever pieces.
#[derive(Debug, Default)]
pub(super) struct Text {
    /// The beginning of a letter whose end has not come yet.
    begun: Vec<u8>,
}

impl Text {
    /// The text of these bytes: what acts on a terminal as `\u{1b}`, and what is not UTF-8 as `\xff`.
    pub(super) fn of(&mut self, bytes: &[u8]) -> String {
        let mut all = std::mem::take(&mut self.begun);
        all.extend_from_slice(bytes);
        let incomplete = str::from_utf8(&all).err().filter(|error| error.error_len().is_none());
        if let Some(error) = incomplete {
            self.begun = all.split_off(error.valid_up_to());
        }
        shown(&all)
    }

    /// What is left when nothing more comes.
    pub(super) fn rest(self) -> String {
        shown(&self.begun)
    }
}

fn shown(bytes: &[u8]) -> String {
    let texts = |chunk: Utf8Chunk<'_>| [printable(chunk.valid()), chunk.invalid().escape_ascii().to_string()];
    bytes.utf8_chunks().flat_map(texts).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_on_a_terminal_and_what_is_no_text_is_seen() {
        let mut text = Text::default();
        assert_eq!(text.of(b"a\tb\x1b[2J\r\n\xff<i>\xe2\x80\xae"), "a\tb\\u{1b}[2J\n\\xff<i>\\u{202e}");
        assert_eq!(text.rest(), "");
    }

    #[test]
    fn a_letter_that_comes_in_pieces_is_a_letter() {
        let mut text = Text::default();
        let pieces: Vec<_> = "→€".bytes().map(|byte| text.of(&[byte])).collect();
        assert_eq!(pieces, ["", "", "→", "", "", "€"]);
        assert_eq!(text.of(b"\xe2\x82"), "");
        assert_eq!(text.of(b"!"), "\\xe2\\x82!");
        assert_eq!(text.of(b"\xe2"), "");
        assert_eq!(text.rest(), "\\xe2");
    }
}
