//! From a program's bytes to text that shows each of them.

use std::fmt::Write as _;

/// Turns bytes into text as they come, in whatever pieces.
#[derive(Debug, Default)]
pub(super) struct Text {
    /// The beginning of a letter whose end has not come yet.
    begun: Vec<u8>,
}

impl Text {
    /// The text of these bytes: control characters and what is not UTF-8 as `\x1b`.
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
    let mut text = String::new();
    for chunk in bytes.utf8_chunks() {
        for letter in chunk.valid().chars() {
            match letter {
                '\n' => text.push('\n'),
                '\0'..='\x1f' | '\x7f' => {
                    // A String takes everything.
                    let _ = write!(text, "\\x{:02x}", letter as u8);
                }
                control if control.is_control() => text.extend(control.escape_unicode()),
                other => text.push(other),
            }
        }
        text.extend(chunk.invalid().escape_ascii().map(char::from));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_is_seen() {
        let mut text = Text::default();
        assert_eq!(text.of(b"a\tb\x1b[2J\r\n\xff<i>\xc2\x85"), "a\\x09b\\x1b[2J\\x0d\n\\xff<i>\\u{85}");
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
