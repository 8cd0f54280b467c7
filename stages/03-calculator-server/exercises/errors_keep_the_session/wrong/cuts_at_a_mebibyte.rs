//! Keeps no more than 1 MiB of a line, so that the sum lacks what comes after.
//!
//! Rejected by: a_line_may_be_long_and_a_reply_is_sent_whole

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    str,
};

/// Replies to each line with the sum of its numbers, or says why there is none.
pub fn add_up(connection: impl Read + Write) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    let mut line = Vec::new();
    while connection.read_until(b'\n', &mut line)? > 0 {
        line.truncate(1 << 20);
        let reply = match sum(&line) {
            Ok(sum) => format!("{sum}\n"),
            Err(reason) => format!("error: {reason}\n"),
        };
        connection.get_mut().write_all(reply.as_bytes())?;
        line.clear();
    }
    Ok(())
}

/// The sum of the numbers in a line, or why there is none.
fn sum(line: &[u8]) -> Result<i64, String> {
    // No line is long enough for its sum not to fit into this.
    let mut sum = 0_i128;
    for word in line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()) {
        let number: Option<i64> = str::from_utf8(word).ok().and_then(|word| word.parse().ok());
        sum += i128::from(number.ok_or_else(|| format!("'{}' is not a number", word.escape_ascii()))?);
    }
    sum.try_into().map_err(|_| "the sum does not fit".to_owned())
}
