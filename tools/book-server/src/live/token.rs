//! What a page that we served knows, and no other one can guess.

use anyhow::Context as _;
use std::fmt;

/// A secret of this run: 256 random bits of the system's. It stands in the pages themselves: whoever cannot read those cannot call us.
#[derive(Clone)]
pub(crate) struct Token(String);

impl Token {
    pub(crate) fn new() -> anyhow::Result<Self> {
        let mut halves = [[0; 16]; 2];
        for half in &mut halves {
            getrandom::fill(half).context("the system has no random numbers")?;
        }
        let [one, two] = halves.map(u128::from_ne_bytes);
        Ok(Self(format!("{one:032x}{two:032x}")))
    }

    /// Whether somebody knows it; the time that takes tells nothing about it.
    pub(crate) fn is(&self, said: &[u8]) -> bool {
        let token = self.0.as_bytes();
        token.len() == said.len()
            && token.iter().zip(said).fold(0, |all, (one, other)| all | (one ^ other)) == 0
    }
}

impl fmt::Display for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_known_by_all_of_it_and_another_one_each_time() {
        let token = Token::new().unwrap();
        let text = token.to_string();
        assert!(text.len() == 64 && token.is(text.as_bytes()));
        let mut nearly = text.clone().into_bytes();
        nearly[0] ^= 1;
        for other in [&nearly, &text.as_bytes()[1..], b"", Token::new().unwrap().to_string().as_bytes()] {
            assert!(!token.is(other));
        }
    }
}
