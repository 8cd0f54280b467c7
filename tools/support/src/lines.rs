//! The lines of a program that may never end one.

use std::io::{self, BufRead, ErrorKind};

/// Calls `on_line` with each line, without its end, until the input ends. Of a line that is longer than `longest` bytes only the
/// beginning is kept, so what is read without an end takes no more memory than that.
///
/// # Errors
///
/// When the input cannot be read.
pub fn for_each_line(
    mut input: impl BufRead,
    longest: usize,
    mut on_line: impl FnMut(&[u8]),
) -> io::Result<()> {
    let mut line = Vec::new();
    let mut is_open = false;
    loop {
        let piece = match input.fill_buf() {
            Ok([]) => break,
            Ok(piece) => piece,
            Err(error) if error.kind() == ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let end = piece.iter().position(|byte| *byte == b'\n');
        let part = &piece[..end.unwrap_or(piece.len())];
        line.extend(&part[..part.len().min(longest - line.len())]);
        let read = part.len() + usize::from(end.is_some());
        input.consume(read);
        is_open = end.is_none();
        if !is_open {
            on_line(line.strip_suffix(b"\r").unwrap_or(&line));
            line.clear();
        }
    }
    if is_open {
        on_line(&line);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufReader, Read as _};

    fn lines(input: impl BufRead, longest: usize) -> Vec<String> {
        let mut lines = Vec::new();
        for_each_line(input, longest, |line| lines.push(String::from_utf8_lossy(line).into_owned())).unwrap();
        lines
    }

    #[test]
    fn each_line_comes_once_whatever_it_ends_with() {
        for size in [1, 2, 100] {
            let input = BufReader::with_capacity(size, "one\r\n\ntwo\nthree".as_bytes());
            assert_eq!(lines(input, 100), ["one", "", "two", "three"]);
        }
    }

    #[test]
    fn of_a_line_without_an_end_the_beginning_is_kept() {
        let endless = BufReader::new(io::repeat(b'x').take(1 << 20));
        assert_eq!(lines(endless, 10), ["x".repeat(10)]);
        assert_eq!(lines("0123456789\nshort\n".as_bytes(), 5), ["01234", "short"]);
    }
}
