//! Short lines are answered in memory that is there already.
#![allow(clippy::unwrap_used, reason = "a test may fail in its helpers too")]

use calculator_server::{handle_request, serve_connection};
use std::io::{self, Read, Write};

/// Sends one line so many times, and throws the replies away.
struct Client {
    line: &'static str,
    times: usize,
}

impl Read for Client {
    fn read(&mut self, mut buffer: &mut [u8]) -> io::Result<usize> {
        let Some(left) = self.times.checked_sub(1) else {
            return Ok(0);
        };
        self.times = left;
        writeln!(buffer, "{}", self.line)?;
        Ok(self.line.len() + 1)
    }
}

impl Write for Client {
    fn write(&mut self, replies: &[u8]) -> io::Result<usize> {
        Ok(replies.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// How many pieces of memory a conversation asks for in which this line comes so many times.
fn allocations(line: &'static str, times: usize) -> u64 {
    let allocations = allocation_counter::measure(|| {
        assert_eq!(serve_connection(Client { line, times }, handle_request).unwrap(), times as u64);
    });
    allocations.count_total
}

#[test]
fn a_conversation_of_short_lines_allocates_nothing_after_the_first() {
    for line in [
        "1+2",
        "(1+2)*3-4/2",
        "1/3",
        "-12.5e-3 ^ 2 % 7",
        "sqrt(16)+sin(1)",
        "2*pi*abs(-e)",
        "1+2+3+4+5+6+7+8",
        "((((((((1))))))))",
        "2^64",
    ] {
        assert_eq!(allocations(line, 100), allocations(line, 1), "{line}");
    }
}

/// Otherwise the test above might count nothing.
#[test]
fn a_refusal_brings_its_reason_along() {
    assert!(allocations("1+", 100) >= allocations("1+", 1) + 99);
}
