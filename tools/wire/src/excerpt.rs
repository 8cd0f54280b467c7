//! Bytes gathered for showing, without keeping more than can be shown.

use std::fmt;
use support::{escape, group_digits};

/// How many bytes are shown; the rest is counted.
const SHOWN: usize = 60;

/// The beginning of some bytes, and how many they are.
#[derive(Default)]
pub(crate) struct Excerpt {
    head: Vec<u8>,
    count: u64,
}

impl Excerpt {
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        let room = SHOWN - self.head.len();
        self.head.extend(bytes.iter().take(room));
        self.count += bytes.len() as u64;
    }

    pub(crate) fn count(&self) -> u64 {
        self.count
    }
}

impl fmt::Display for Excerpt {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&escape(&self.head))?;
        if self.count > self.head.len() as u64 {
            write!(formatter, "… ({} bytes)", group_digits(self.count))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_bytes_are_shown_whole_and_many_are_cut_and_counted() {
        let text = "x".repeat(SHOWN);
        let mut whole = Excerpt::default();
        whole.add(text.as_bytes());
        assert_eq!(whole.to_string(), text);

        let mut cut = Excerpt::default();
        cut.add(b"1\n");
        for _ in 0..1000 {
            cut.add(text.as_bytes());
        }
        assert_eq!(cut.to_string(), format!("1\\n{}… (60,002 bytes)", &text[2..]));
        assert_eq!(cut.count(), 60_002);
    }
}
