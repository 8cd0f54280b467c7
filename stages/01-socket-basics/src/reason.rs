//! What went wrong, in words that are the same on every system.

use std::io::{self, ErrorKind};

/// Why an operation failed, as the end of a sentence: lower case, without the system's error number.
///
/// The common network errors read the same on every system; the rest are the system's own words.
#[must_use]
pub fn reason(error: &io::Error) -> String {
    match error.kind() {
        ErrorKind::AddrInUse => "address already in use".into(),
        ErrorKind::AddrNotAvailable => "not an address of this machine".into(),
        ErrorKind::BrokenPipe => "the other end has closed".into(),
        ErrorKind::ConnectionRefused => "connection refused".into(),
        ErrorKind::ConnectionReset => "connection reset".into(),
        ErrorKind::HostUnreachable => "host unreachable".into(),
        ErrorKind::NetworkUnreachable => "network unreachable".into(),
        ErrorKind::PermissionDenied => "permission denied".into(),
        // A socket's deadline passes as WouldBlock on Unix and as TimedOut on Windows.
        ErrorKind::TimedOut | ErrorKind::WouldBlock => "timed out".into(),
        _ => without_number(&error.to_string()),
    }
}

/// `Too many open files (os error 24)` becomes `too many open files`.
fn without_number(message: &str) -> String {
    let words = message.split(" (os error ").next().unwrap_or(message);
    let words = words.strip_prefix("failed to lookup address information: ").unwrap_or(words);
    let mut letters = words.trim_end_matches('.').chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
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
    fn a_failed_look_up_is_not_explained_twice() {
        assert_eq!(
            without_number("failed to lookup address information: Name or service not known"),
            "name or service not known"
        );
    }

    #[test]
    fn both_kinds_of_a_passed_deadline_read_the_same() {
        for kind in [ErrorKind::TimedOut, ErrorKind::WouldBlock] {
            assert_eq!(reason(&kind.into()), "timed out");
        }
    }
}
