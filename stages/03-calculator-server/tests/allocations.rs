//! A connection needs memory for the request that it handles, not for those before it.
#![allow(clippy::unwrap_used, reason = "a test may fail in its helpers too")]

use calculator_server::{handle_request, serve_connection};
use std::io::{self, Read, Write};

/// Sends one line a given number of times, and discards the replies.
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

/// The most bytes that a connection holds at a time on which this line comes a given number of times.
fn peak(line: &'static str, times: usize) -> u64 {
    let allocations = allocation_counter::measure(|| {
        assert_eq!(serve_connection(Client { line, times }, handle_request).unwrap(), times as u64);
    });
    assert_eq!(allocations.bytes_current, 0, "{line}: the connection left something behind");
    allocations.bytes_max
}

#[test]
fn a_thousand_requests_need_no_more_memory_than_two() {
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
        "1+",
        "",
    ] {
        // At the second request, the buffer of replies is there already.
        assert_eq!(peak(line, 1000), peak(line, 2), "{line}");
    }
}

/// Otherwise the test above might measure nothing.
#[test]
fn a_longer_expression_needs_more_memory() {
    assert!(peak("1+2+3+4+5+6+7+8", 1) > peak("1", 1));
}
