//! Writes each answer once, and takes it for granted that all of it is gone.
//!
//! Rejected by: all_of_an_answer_is_sent_however_few_bytes_a_write_takes

use std::io::{self, BufRead, BufReader, Read, Write};

/// Answers each line with its length, until the input ends.
pub fn measure_lines(mut connection: impl Read + Write) -> io::Result<()> {
    let mut reader = BufReader::new(&mut connection);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        let answer = format!("{}\n", line.len() - 1);
        let _ = reader.get_mut().write(answer.as_bytes())?;
        line.clear();
    }
    Ok(())
}
