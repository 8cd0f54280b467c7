//! Leaves a bad line without a reply, so that its sender waits, or takes the next reply for this one's.
//!
//! Rejected by: after_an_invalid_line_the_next_one_gets_its_reply

use std::{
    io::{self, BufRead, BufReader, Read, Write},
    str,
};

/// Replies to each line with the sum of its numbers, or says why there is none.
pub fn add_up(connection: impl Read + Write) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    let mut line = Vec::new();
    while connection.read_until(b'\n', &mut line)? > 0 {
        if let Ok(sum) = sum(&line) {
            writeln!(connection.get_mut(), "{sum}")?;
        }
        line.clear();
    }
    Ok(())
}

/// The sum of the numbers in a line, or why there is none.
fn sum(line: &[u8]) -> Result<i64, String> {
    let mut sum = 0_i64;
    for word in line.split(u8::is_ascii_whitespace).filter(|word| !word.is_empty()) {
        let number = str::from_utf8(word).ok().and_then(|word| word.parse().ok());
        let number = number.ok_or_else(|| format!("'{}' is not a number", word.escape_ascii()))?;
        sum = sum.checked_add(number).ok_or("the sum is too large")?;
    }
    Ok(sum)
}
