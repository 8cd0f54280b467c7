//! Reads by hand, refuses a line without a word, and has an error type for what may be wrong with a line.

use std::{
    fmt,
    io::{self, Read, Write},
    num::ParseIntError,
};

enum Refusal {
    Empty,
    NotText,
    Word(String, ParseIntError),
    TooLarge,
}

impl fmt::Display for Refusal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => write!(formatter, "there is nothing to add"),
            Self::NotText => write!(formatter, "this is not UTF-8"),
            Self::Word(word, why) => write!(formatter, "{word:?}: {why}"),
            Self::TooLarge => write!(formatter, "the sum does not fit"),
        }
    }
}

/// Replies to each line with the sum of its numbers, or says why there is none.
pub fn add_up(mut connection: impl Read + Write) -> io::Result<()> {
    let mut line = Vec::new();
    let mut buffer = [0; 100];
    loop {
        let count = connection.read(&mut buffer)?;
        if count == 0 {
            return Ok(());
        }
        for &byte in &buffer[..count] {
            if byte != b'\n' {
                line.push(byte);
                continue;
            }
            match sum(&line) {
                Ok(sum) => writeln!(connection, "{sum}")?,
                Err(refusal) => writeln!(connection, "error: {refusal}")?,
            }
            line.clear();
        }
    }
}

fn sum(line: &[u8]) -> Result<i64, Refusal> {
    let line = std::str::from_utf8(line).map_err(|_| Refusal::NotText)?;
    let words = line.split(' ').filter(|word| !word.is_empty());
    let numbers: Vec<i64> = words
        .map(|word| word.parse().map_err(|why| Refusal::Word(word.to_owned(), why)))
        .collect::<Result<_, _>>()?;
    if numbers.is_empty() {
        return Err(Refusal::Empty);
    }
    numbers.into_iter().map(i128::from).sum::<i128>().try_into().map_err(|_| Refusal::TooLarge)
}
