//! The command line of `wire load`, and the help that teaches it.

use crate::arguments::seconds;
use clap::Parser;
use socket_basics::Endpoint;
use std::{str::FromStr as _, time::Duration};
use support::unescape;

/// The most clients: one address has 65,535 ports to connect from, and the system keeps some of them.
const MOST_CLIENTS: u32 = 60_000;

/// The most requests under way on one connection: more would only wait in buffers.
const DEEPEST_PIPELINE: u32 = 4096;

/// The most requests a second, beyond what one connection or one machine here can be asked.
const HIGHEST_RATE: f64 = 10_000_000.0;

/// The longest line that `--ask` and `--expect` may have.
pub(crate) const LONGEST_LINE: usize = 16 * 1024;

/// What stands after the options in the help.
const LESSON: &str = include_str!("help.txt").trim_ascii_end();

/// Send requests from many clients at once, check every reply, and report how many arrived and how long they took.
#[derive(Debug, Clone, Parser)]
#[command(version, name = "wire load", bin_name = "wire load", after_help = LESSON)]
pub struct Arguments {
    /// Where to connect to.
    #[command(flatten)]
    pub endpoint: Endpoint,

    /// How many clients there are, each with its own connection
    #[arg(long, value_name = "N", default_value = "64")]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=i64::from(MOST_CLIENTS)))]
    pub clients: u32,

    /// How long they send requests
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = seconds)]
    pub seconds: Duration,

    /// Pipelining: how many requests of each client are under way at a time
    #[arg(long, value_name = "DEPTH", default_value = "1")]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=i64::from(DEEPEST_PIPELINE)))]
    pub pipeline: u32,

    /// Open loop: this number of requests a second in all, due at fixed times
    #[arg(long, value_name = "REQUESTS", value_parser = rate)]
    pub rate: Option<f64>,

    /// Connect all clients at once, send one request each, and end
    #[arg(long, conflicts_with_all = ["seconds", "pipeline", "rate"])]
    pub once: bool,

    /// The request, instead of expressions
    #[arg(long, value_name = "LINE", requires = "expect", value_parser = line)]
    pub ask: Option<Line>,

    /// The reply that is right for --ask
    #[arg(long, value_name = "LINE", requires = "ask", value_parser = line)]
    pub expect: Option<Line>,

    /// Report as one JSON object
    #[arg(long)]
    pub json: bool,

    /// How long to wait for connections, and for replies after the end
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    pub timeout: Duration,
}

/// A line without its end, as bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line(pub(crate) Vec<u8>);

fn line(text: &str) -> Result<Line, String> {
    let bytes = unescape(text)?;
    if bytes.contains(&b'\n') {
        return Err("a line has no \\n in it; wire adds the one at its end".to_owned());
    }
    if bytes.len() > LONGEST_LINE {
        return Err(format!("longer than {LONGEST_LINE} bytes"));
    }
    Ok(Line(bytes))
}

fn rate(text: &str) -> Result<f64, String> {
    let rate = f64::from_str(text).ok().filter(|rate| *rate > 0.0 && *rate <= HIGHEST_RATE);
    rate.ok_or_else(|| "not a number of requests above 0 and up to 10 million".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(line: &str) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(line.split_whitespace())
    }

    #[test]
    fn every_example_of_the_help_is_a_command_line() {
        let examples: Vec<_> = LESSON.lines().filter_map(|line| line.strip_prefix("    wire ")).collect();
        assert_eq!(examples.len(), 6);
        for example in examples {
            parse(example).unwrap();
        }
    }

    #[test]
    fn limits_hold_on_both_sides() {
        for (option, inside, outside) in [
            ("--clients", ["1", "60000"], ["0", "60001"]),
            ("--pipeline", ["1", "4096"], ["0", "4097"]),
            ("--rate", ["0.5", "10000000"], ["0", "10000001"]),
            ("--rate", ["1", "1e6"], ["-1", "nan"]),
        ] {
            for value in inside {
                parse(&format!("load localhost 1 {option} {value}")).unwrap();
            }
            for value in outside {
                let error = parse(&format!("load localhost 1 {option}={value}")).unwrap_err().to_string();
                assert!(error.contains(value) && error.contains(option), "{error}");
            }
        }
    }

    #[test]
    fn a_request_is_one_line_of_a_bounded_length() {
        assert_eq!(line(r"PING\r").unwrap(), Line(b"PING\r".to_vec()));
        assert_eq!(line(&"x".repeat(LONGEST_LINE)).unwrap().0.len(), LONGEST_LINE);
        assert!(line(&"x".repeat(LONGEST_LINE + 1)).unwrap_err().contains("longer than"));
        assert!(line(r"a\nb").unwrap_err().contains("no \\n"));
        assert!(line(r"\q").unwrap_err().contains("stands for no byte"));
    }

    #[test]
    fn a_request_of_ones_own_needs_its_reply_and_the_other_way_round() {
        assert!(parse("load localhost 1 --ask x").is_err());
        assert!(parse("load localhost 1 --expect x").is_err());
        assert!(parse("load localhost 1 --once --rate 5").is_err());
    }
}
