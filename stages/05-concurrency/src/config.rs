//! The configuration of a server: what can be chosen on the command line, and the limit of open files.

use crate::Model;
use std::{num::NonZeroUsize, time::Duration};

/// How many clients are served, how, and for how long.
#[derive(Debug, Clone, clap::Args)]
pub struct Config {
    /// How clients are served at the same time
    #[arg(long, value_enum, default_value_t = Model::default())]
    pub model: Model,

    /// How many threads the pool has, and so how many clients it serves at once
    #[arg(long, value_name = "N", default_value = "64")]
    pub workers: NonZeroUsize,

    /// How many clients may be connected; one more is told to try again later
    // A little more than the ten thousand for which servers used to be famous.
    #[arg(long, value_name = "N", default_value = "12000")]
    pub max_clients: NonZeroUsize,

    /// How long a client may take to complete a line, or to read its replies, before it is closed
    #[arg(long, value_name = "SECONDS", default_value = "60", value_parser = seconds)]
    pub idle_timeout: Duration,
}

/// The longest idle timeout: a day. A longer one would only be a typing error.
const MAX_IDLE_TIMEOUT: Duration = Duration::from_hours(24);

/// The shortest idle timeout: what a kernel's timer can still tell from nothing.
const MIN_IDLE_TIMEOUT: Duration = Duration::from_millis(1);

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().map_err(|_| "not a number of seconds".to_owned())?;
    Duration::try_from_secs_f64(seconds)
        .ok()
        .filter(|duration| (MIN_IDLE_TIMEOUT..=MAX_IDLE_TIMEOUT).contains(duration))
        .ok_or_else(|| {
            format!("not from {} to {} seconds", MIN_IDLE_TIMEOUT.as_secs_f64(), MAX_IDLE_TIMEOUT.as_secs())
        })
}

// ANCHOR: raise_descriptor_limit
/// Raises this process's soft limit of open files to its hard limit:
/// every connection needs a descriptor.
///
/// Programs are started with a low soft limit, often 1024 (256 on macOS),
/// since `select` knows no descriptor above 1023. Where it cannot be
/// raised, the server works with what it has: the accept loop waits until
/// a client disconnects.
pub fn raise_descriptor_limit() {
    let _ = rlimit::increase_nofile_limit(u64::MAX);
}
// ANCHOR_END: raise_descriptor_limit

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_idle_timeout_is_a_number_of_seconds_up_to_a_day() {
        assert_eq!(seconds("60"), Ok(Duration::from_mins(1)));
        assert_eq!(seconds("0.25"), Ok(Duration::from_millis(250)));
        for text in ["", "0", "-1", "1e9", "nan", "inf", "1 s"] {
            assert!(seconds(text).is_err(), "{text}");
        }
    }
}
