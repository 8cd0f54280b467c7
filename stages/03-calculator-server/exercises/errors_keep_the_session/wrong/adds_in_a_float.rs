//! Adds in an `f64`, which never overflows and has 53 bits.
//!
//! Rejected by: a_sum_that_fits_is_the_reply

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    str,
};

/// Replies to each line with the sum of its numbers, or says why there is none.
pub fn add_up(connection: impl Read + Write) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    let mut line = Vec::new();
    while connection.read_until(b'\n', &mut line)? > 0 {
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
    let mut sum = 0_f64;
    for word in line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()) {
        let number: Option<i64> = str::from_utf8(word).ok().and_then(|word| word.parse().ok());
        sum += (number.ok_or_else(|| format!("'{}' is not a number", word.escape_ascii()))?) as f64;
    }
    if sum.abs() >= 9.3e18 { Err("the sum is too large".into()) } else { Ok(sum as i64) }
}
