//! The command line, the values in it, and the help that teaches it.

use clap::Parser;
use socket_basics::Endpoint;
use std::{str::FromStr, time::Duration};

/// What stands after the options in the help.
pub(crate) const STEPS: &str = include_str!("help.txt").trim_ascii_end();

/// Play a client or a server, step by step, and show what is sent and received, with the time; long texts are shortened.
#[derive(Parser)]
#[command(version, bin_name = "wire", after_help = STEPS)]
pub struct Arguments {
    /// Where to connect to, or to listen.
    #[command(flatten)]
    pub endpoint: Endpoint,

    /// The steps, with what they need
    #[arg(value_name = "STEP", required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    pub steps: Vec<String>,

    /// Be the server: listen, and accept clients
    #[arg(long)]
    pub listen: bool,

    /// With --listen: the backlog, the length of the accept queue
    #[arg(long, value_name = "N", requires = "listen")]
    pub backlog: Option<i32>,

    /// Do without the address reuse that every server here sets on Unix.
    #[arg(long, requires = "listen")]
    #[arg(help = "With --listen: fail while the port's last connections are still in TIME_WAIT")]
    pub no_reuse: bool,

    /// Let the kernel hold small segments back until earlier data is acknowledged (Nagle's algorithm)
    #[arg(long)]
    pub nagle: bool,

    /// How long to wait for the peer before reporting that nothing happens
    #[arg(long, value_name = "SECONDS", default_value = "5", value_parser = seconds)]
    pub timeout: Duration,
}

/// A whole number; `what` it counts is for the message.
pub(crate) fn whole<T: FromStr>(word: &str, what: &str) -> Result<T, String> {
    word.parse().map_err(|_| format!("`{word}` is not {what}"))
}

/// A number of bytes: `512`, `400K`, `64M`.
pub(crate) fn size(word: &str) -> Result<u64, String> {
    let units = [("K", 1 << 10), ("M", 1 << 20), ("G", 1 << 30), ("", 1)];
    let read = |(unit, bytes)| word.strip_suffix(unit)?.parse::<u64>().ok()?.checked_mul(bytes);
    let size = units.into_iter().find_map(read);
    size.ok_or_else(|| format!("`{word}` is not a number of bytes such as 512, 400K or 64M"))
}

/// A time in seconds, up to a day: `5`, `0.5`.
///
/// # Errors
///
/// When it is no such time, in words.
pub fn seconds(word: &str) -> Result<Duration, String> {
    let time = word.parse().ok().and_then(|seconds| Duration::try_from_secs_f64(seconds).ok());
    // The clock has an end: from a certain length on, there is no moment at which the time is over.
    time.filter(|time| !time.is_zero() && *time <= Duration::from_hours(24)).ok_or_else(|| {
        format!("`{word}` is not a number of seconds above 0, such as 5 or 0.5, and at most a day")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sizes_have_binary_units() {
        for (word, bytes) in [("0", 0), ("512", 512), ("400K", 409_600), ("64M", 67_108_864), ("1G", 1 << 30)]
        {
            assert_eq!(size(word).unwrap(), bytes);
        }
    }

    #[test]
    fn what_is_no_size_is_refused() {
        for word in ["", "K", "12Q", "-1", "1.5M", "18446744073709551616", "18446744073709551615K"] {
            assert!(size(word).unwrap_err().contains(word), "{word}");
        }
    }

    #[test]
    fn seconds_may_have_a_fraction_but_must_pass() {
        assert_eq!(seconds("0.5").unwrap(), Duration::from_millis(500));
        assert_eq!(seconds("86400").unwrap(), Duration::from_hours(24));
        for word in ["0", "-1", "NaN", "inf", "1e19", "86401", "5s", ""] {
            assert!(seconds(word).is_err(), "{word}");
        }
    }
}
