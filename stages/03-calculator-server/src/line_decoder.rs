//! Framing: cuts a stream of bytes into lines, however the bytes arrive.

/// The most bytes a line may have, without its end.
///
/// Long enough for any expression a person types, short enough that ten thousand unfinished lines fit in memory.
pub const MAX_LINE: usize = 1024;

/// A line that is longer than the limit, and therefore discarded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LineTooLong;

/// Cuts a stream of bytes into lines that end with LF or CRLF.
///
/// It does no reading: its caller reads, and calls [`feed`](Self::feed). So the same code works with a blocking socket, an
/// asynchronous one, a file or a test. Between two calls it keeps only the beginning of an unfinished line, at most
/// `max` bytes and a CR, and no memory at all when there is none.
#[derive(Debug)]
pub struct LineDecoder {
    max: usize,
    unfinished: Vec<u8>,
    /// The unfinished line is too long and was reported; the rest of it is discarded.
    discarding: bool,
}

impl LineDecoder {
    /// A decoder of lines of at most `max` bytes, not counting the end of the line.
    #[must_use]
    pub fn new(max: usize) -> Self {
        Self { max, unfinished: Vec::new(), discarding: false }
    }

    // ANCHOR: feed
    /// Calls `on_line` with each line that these bytes complete, in order and without its end.
    ///
    /// A line that becomes too long is reported once, as soon as that is known; the rest of it is discarded.
    pub fn feed(&mut self, mut bytes: &[u8], mut on_line: impl FnMut(Result<&[u8], LineTooLong>)) {
        while let Some(end) = bytes.iter().position(|&byte| byte == b'\n') {
            self.end_line(&bytes[..end], &mut on_line);
            bytes = &bytes[end + 1..];
        }
        self.buffer_partial(bytes, &mut on_line);
    }
    // ANCHOR_END: feed

    /// Calls `on_line` with the last line, if the stream ended without ending it.
    pub fn finish(&mut self, mut on_line: impl FnMut(Result<&[u8], LineTooLong>)) {
        let last = std::mem::take(&mut self.unfinished);
        if last.len() > self.max {
            on_line(Err(LineTooLong));
        } else if !last.is_empty() {
            on_line(Ok(&last));
        }
        self.discarding = false;
    }

    /// These bytes are the end of a line.
    fn end_line(&mut self, bytes: &[u8], on_line: &mut impl FnMut(Result<&[u8], LineTooLong>)) {
        if !self.discarding && self.unfinished.is_empty() {
            return on_line(self.check_length(bytes));
        }
        self.buffer_partial(bytes, on_line);
        if self.discarding {
            self.discarding = false;
        } else {
            let line = std::mem::take(&mut self.unfinished);
            on_line(self.check_length(&line));
        }
    }

    /// The line without its CR, if it is not too long.
    fn check_length<'a>(&self, line: &'a [u8]) -> Result<&'a [u8], LineTooLong> {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.len() > self.max { Err(LineTooLong) } else { Ok(line) }
    }

    // ANCHOR: buffer_partial
    /// These bytes continue a line and do not end it.
    fn buffer_partial(&mut self, bytes: &[u8], on_line: &mut impl FnMut(Result<&[u8], LineTooLong>)) {
        if self.discarding || bytes.is_empty() {
            return;
        }
        let length = self.unfinished.len() + bytes.len();
        // One byte over the limit may be the CR of a line of exactly the maximum length.
        let ends_with_cr = bytes.ends_with(b"\r");
        if length <= self.max + usize::from(ends_with_cr) {
            self.unfinished.extend_from_slice(bytes);
        } else {
            self.unfinished = Vec::new();
            self.discarding = true;
            on_line(Err(LineTooLong));
        }
    }
    // ANCHOR_END: buffer_partial
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn between_two_feeds_no_more_is_kept_than_the_bound_and_a_cr() {
        for fragment in [&b"x"[..], b"xx", b"\r", b"x\r", &[b'x'; MAX_LINE], &[b'x'; 3 * MAX_LINE]] {
            let mut lines = LineDecoder::new(MAX_LINE);
            for _ in 0..3 * MAX_LINE {
                lines.feed(fragment, |_| {});
                assert!(lines.unfinished.len() <= MAX_LINE + 1);
                // A Vec doubles when it grows.
                assert!(lines.unfinished.capacity() <= 2 * (MAX_LINE + 1));
            }
        }
    }

    #[test]
    fn nothing_is_kept_where_no_line_is_under_way() {
        for text in ["1\n", "1\r\n", "\n", &"x".repeat(MAX_LINE + 2)] {
            let mut lines = LineDecoder::new(MAX_LINE);
            for byte in text.bytes() {
                lines.feed(&[byte], |_| {});
            }
            assert_eq!(lines.unfinished.capacity(), 0, "{text:?}");
        }
    }
}
