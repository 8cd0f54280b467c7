//! Requests whose replies are known without the server.

use calculator_server::MAX_LINE;
use fastrand::Rng;

/// A request, and the one right reply.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Request {
    /// The line, with its end.
    pub(crate) line: Vec<u8>,
    pub(crate) reply: String,
}

/// What the protocol says about these.
const FIXED: [(&str, &str); 10] = [
    ("", "error: the expression is empty"),
    ("1/0", "error: division by zero"),
    ("2*(3", "error: unmatched '(' at column 3"),
    ("2)", "error: unmatched ')' at column 2"),
    ("sqrt(-1)", "error: the result is not a number"),
    ("9^999", "error: the result is too large"),
    ("x", "error: unknown name 'x' at column 1"),
    ("pi", "3.141592653589793"),
    ("0.1+0.2", "0.30000000000000004"),
    ("2^3^2", "512"),
];

/// The requests of one client. No other client sends the same numbers: a reply that was another's, or comes twice, is wrong.
pub(crate) struct Requests {
    /// The number of the client; its numbers begin with it.
    client: u64,
    sums: u64,
}

impl Requests {
    pub(crate) fn of(client: u64) -> Self {
        Self { client, sums: 0 }
    }

    /// The next valid request.
    pub(crate) fn next(&mut self, rng: &mut Rng) -> Request {
        let (text, reply) = match rng.u8(..8) {
            0 => {
                rng.choice(FIXED).map(|(text, reply)| (text.to_owned(), reply.to_owned())).unwrap_or_default()
            }
            kind => self.sum(kind, rng),
        };
        request(text.into_bytes(), reply, rng)
    }

    fn sum(&mut self, kind: u8, rng: &mut Rng) -> (String, String) {
        self.sums += 1;
        // Below 2^53 with all that is done to them, so that the arithmetic of integers is that of f64.
        let (a, b, c) = (self.client * 1_000_000 + self.sums % 1_000_000, rng.u64(1..1000), rng.u64(2..10));
        match kind {
            1 => (format!("{a}+{b}*{c}"), (a + b * c).to_string()),
            2 => (format!(" ( {a} + {b} ) * {c} "), ((a + b) * c).to_string()),
            3 => (format!("{a}%{c}+{a}"), (a % c + a).to_string()),
            4 => (format!("{a}-{b}-{c}"), (a.cast_signed() - b.cast_signed() - c.cast_signed()).to_string()),
            5 => (format!("{a}+{c}^2^2"), (a + c.pow(4)).to_string()),
            6 => (format!("-{b}^2+{a}"), (a.cast_signed() - b.pow(2).cast_signed()).to_string()),
            _ => (format!("abs(-{a})/2*2"), a.to_string()),
        }
    }
}

/// A line that is too long.
pub(crate) fn too_long(length: usize, rng: &mut Rng) -> Request {
    request(vec![b'1'; length], format!("error: the line is longer than {MAX_LINE} bytes"), rng)
}

/// A line that is no text.
pub(crate) fn not_utf8(rng: &mut Rng) -> Request {
    let text = [b"1+", &[rng.u8(0x80..)][..], b"1"].concat();
    request(text, "error: the line is not UTF-8".to_owned(), rng)
}

/// The longest line that is answered.
pub(crate) fn longest(rng: &mut Rng) -> Request {
    let terms = MAX_LINE / 2;
    request(format!("1{}", "+1".repeat(terms - 1)).into_bytes(), terms.to_string(), rng)
}

fn request(text: Vec<u8>, reply: String, rng: &mut Rng) -> Request {
    let mut line = text;
    line.extend(if rng.bool() { &b"\n"[..] } else { b"\r\n" });
    Request { line, reply }
}

#[cfg(test)]
mod tests {
    use super::*;
    use calculator_server::{Responder, handle_request};

    #[test]
    fn the_calculator_gives_the_replies_that_are_held_to_be_right() {
        let mut rng = Rng::with_seed(1);
        let mut requests = Requests::of(600_000);
        let mut asked: Vec<_> = (0..2000).map(|_| requests.next(&mut rng)).collect();
        asked.extend([too_long(MAX_LINE + 1, &mut rng), not_utf8(&mut rng), longest(&mut rng)]);
        for Request { line, reply } in asked {
            let mut replies = Vec::new();
            Responder::new(handle_request).receive(&line, &mut replies);
            assert_eq!(String::from_utf8(replies).unwrap(), format!("{reply}\n"), "{}", line.escape_ascii());
        }
    }

    #[test]
    fn two_clients_ask_about_different_numbers() {
        let ask = |client| Requests::of(client).sum(1, &mut Rng::with_seed(1)).1;
        assert_ne!(ask(1), ask(2));
    }
}
