//! How a failed step is put into words.

use crate::DEADLINE;
use std::io::{self, ErrorKind};

/// Whether an error says that the other end is gone.
pub(crate) fn is_closed(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe)
}

/// The system's words, except that a passed deadline reads the same everywhere.
pub(crate) fn failure(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::WouldBlock | ErrorKind::TimedOut => format!("the deadline of {DEADLINE:?} passed"),
        _ => error.to_string(),
    }
}

/// Bytes as they would be written in Rust, long ones cut.
pub(crate) fn shown(bytes: &[u8]) -> String {
    const SHOWN: usize = 200;
    match bytes.len() {
        0 => "nothing".to_owned(),
        1..=SHOWN => format!("\"{}\"", bytes.escape_ascii()),
        length => format!("\"{}\"… ({length} bytes)", bytes[..SHOWN].escape_ascii()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
