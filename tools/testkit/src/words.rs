//! How a failed step is put into words.

use crate::DEADLINE;
use std::io;
use support::{is_timeout, quote};

/// The system's words, except that a passed deadline reads the same everywhere.
pub(crate) fn failure(error: &io::Error) -> String {
    if is_timeout(error) { format!("the deadline of {DEADLINE:?} passed") } else { error.to_string() }
}

/// Bytes as they would be written in Rust, long ones cut.
pub(crate) fn shown(bytes: &[u8]) -> String {
    if bytes.is_empty() { "nothing".to_owned() } else { quote(bytes, 200) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::ErrorKind;

    #[test]
    fn bytes_are_shown_with_escapes_and_long_ones_are_cut() {
        assert_eq!(shown(b""), "nothing");
        assert_eq!(shown(b"1+2\r\n\x00"), r#""1+2\r\n\x00""#);
        assert_eq!(shown(&[b'x'; 201]), format!("\"{}\"… (201 bytes)", "x".repeat(200)));
    }

    #[test]
    fn a_passed_deadline_reads_the_same_on_every_system() {
        for kind in [ErrorKind::WouldBlock, ErrorKind::TimedOut] {
            assert_eq!(failure(&kind.into()), "the deadline of 30s passed");
        }
    }
}
