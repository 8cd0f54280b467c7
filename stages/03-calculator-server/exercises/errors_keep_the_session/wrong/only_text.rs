//! Reads into a String, which fails for a line that is not UTF-8 and ends the session.
//!
//! Rejected by: a_line_that_is_not_utf_8_keeps_the_session

use std::io::{self, BufRead, BufReader, Read, Write};

/// Replies to each line with the sum of its numbers, or says why there is none.
pub fn add_up(connection: impl Read + Write) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    let mut line = String::new();
    while connection.read_line(&mut line)? > 0 {
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
fn sum(line: &str) -> Result<i64, String> {
    let mut sum = 0_i64;
    for word in line.split_whitespace() {
        let number = word.parse().map_err(|error| format!("{word:?}: {error}"))?;
        sum = sum.checked_add(number).ok_or("the sum is too large")?;
    }
    Ok(sum)
}
