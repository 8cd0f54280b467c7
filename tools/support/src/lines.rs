//! The lines of a program that may never end one.

use std::io::{self, BufRead, Read as _};

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
    while input.by_ref().take(longest as u64).read_until(b'\n', &mut line)? > 0 {
        if line.pop_if(|last| *last == b'\n').is_none() {
            input.skip_until(b'\n')?;
        }
        on_line(line.strip_suffix(b"\r").unwrap_or(&line));
        line.clear();
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::BufReader;

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
