//! The reason of an error, in the same words on every system.

use std::io::{self, ErrorKind};

/// Why an operation failed, as the end of a sentence: lower case, without the system's error number.
///
/// The common network errors have the same text on every system. The others have the system's own text.
#[must_use]
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::AddrInUse => "address already in use".into(),
        ErrorKind::AddrNotAvailable => "not an address of this machine".into(),
        ErrorKind::BrokenPipe => "broken pipe: the peer has closed".into(),
        ErrorKind::ConnectionRefused => "connection refused".into(),
        ErrorKind::ConnectionReset => "connection reset".into(),
        ErrorKind::HostUnreachable => "host unreachable".into(),
        ErrorKind::NetworkUnreachable => "network unreachable".into(),
        ErrorKind::PermissionDenied => "permission denied".into(),
        // A timeout of a socket is WouldBlock on Unix and TimedOut on Windows.
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "timed out".into(),
        _ => without_number(&error.to_string()),
    }
}

/// `Too many open files (os error 24)` becomes `too many open files`.
fn without_number(message: &str) -> String {
    let words = message.split(" (os error ").next().unwrap_or(message);
    let words = words.strip_prefix("failed to lookup address information: ").unwrap_or(words);
    let words = words.trim_end_matches('.');
    if begins_with_acronym(words) {
        return words.to_owned();
    }
    let mut letters = words.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// Whether the second letter of the first word is a capital, as in "OS" and "I/O".
fn begins_with_acronym(words: &str) -> bool {
    let first = words.split(' ').next().unwrap_or_default();
    first.chars().filter(|character| character.is_alphabetic()).nth(1).is_some_and(char::is_uppercase)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_systems_error_number_is_left_out() {
        assert_eq!(without_number("Too many open files (os error 24)"), "too many open files");
        assert_eq!(without_number("The handle is invalid. (os error 6)"), "the handle is invalid");
    }

    #[test]
    fn an_acronym_at_the_beginning_keeps_its_capitals() {
        for message in ["OS Error 10106 (FormatMessageW() returned error 317)", "I/O error", "TCP is off"] {
            assert_eq!(without_number(message), message);
        }
        assert_eq!(without_number("A TCP socket"), "a TCP socket");
    }

    #[test]
    fn a_failed_name_resolution_is_not_explained_twice() {
        assert_eq!(
            without_number("failed to lookup address information: Name or service not known"),
            "name or service not known"
        );
    }

    #[test]
    fn both_kinds_of_a_timeout_have_the_same_text() {
        for kind in [ErrorKind::TimedOut, ErrorKind::WouldBlock] {
            assert_eq!(reason(&kind.into()), "timed out");
        }
    }
}
