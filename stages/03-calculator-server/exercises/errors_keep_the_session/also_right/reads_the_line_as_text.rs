//! Makes text of the line first, with a sign in the place of what is none, and looks at all words before it adds.

use std::io::{self, BufRead, BufReader, Read, Write};

/// Replies to each line with the sum of its numbers, or says why there is none.
pub fn add_up(connection: impl Read + Write) -> io::Result<()> {
    let mut connection = BufReader::new(connection);
    loop {
        let mut line = Vec::new();
        if connection.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let line = String::from_utf8_lossy(&line);
        let words: Vec<&str> = line.split_whitespace().collect();
        let reply = match words.iter().find(|word| word.parse::<i128>().is_err()) {
            Some(word) => format!("error: no number: {}", word.escape_debug()),
            None => {
                let sum: i128 = words.iter().filter_map(|word| word.parse::<i128>().ok()).sum();
                i64::try_from(sum).map_or_else(|_| format!("error: {sum} is too much"), |sum| sum.to_string())
            }
        };
        connection.get_mut().write_all((reply + "\n").as_bytes())?;
    }
}
