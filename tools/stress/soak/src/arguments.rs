//! The command line, and the help that teaches it.

use clap::{
    Parser,
    builder::{PossibleValuesParser, TypedValueParser as _},
};
use std::{path::PathBuf, time::Duration};

/// Run the concurrent server for a long time among faulty clients, and test that healthy clients do not notice.
///
/// Two servers of each model run side by side. One runs all the time. The other is stopped with SIGTERM under load and
/// restarted on the same port, again and again. Healthy clients send requests and check every reply. As many faulty clients
/// reset, flood, send byte by byte, stay silent, disappear, send invalid lines, connect in bursts to a full server, and use
/// up its file descriptors. The run fails if a reply is wrong or lost. It fails if the memory, the threads or the file
/// descriptors of the first server do not return to their level from before. It fails if the second server does not exit
/// with code 0 within five seconds. Ctrl+C stops the run early and prints the report.
#[derive(Debug, Parser)]
#[command(version, bin_name = "cargo soak", after_help = EXAMPLES)]
pub(crate) struct Arguments {
    /// How many minutes to run
    #[arg(long, value_name = "M", default_value = "2")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=MOST_MINUTES).map(Duration::from_mins))]
    minutes: Duration,

    /// How many seconds to run, for a short run
    #[arg(long, value_name = "S", conflicts_with = "minutes")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=MOST_MINUTES * 60).map(Duration::from_secs))]
    seconds: Option<Duration>,

    /// Which models of the server to test
    #[arg(long, default_value = "all")]
    #[arg(value_parser = PossibleValuesParser::new(MODELS.into_iter().chain(["all"])))]
    model: String,

    /// How many healthy clients each server has at a time, and as many faulty ones
    #[arg(long, value_name = "N", default_value = "6", value_parser = clap::value_parser!(u64).range(1..=MOST_CLIENTS))]
    pub(crate) clients: u64,

    /// The seed of the random choices (which client does what, and when); the report shows it [default: random]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,

    /// The timeout in seconds of every step; it is longer than a busy machine needs
    #[arg(long, value_name = "S", default_value = "20")]
    #[arg(value_parser = clap::value_parser!(u64).range(1..=LONGEST_TIMEOUT).map(Duration::from_secs))]
    pub(crate) timeout: Duration,

    /// Your own server, with the same command line as `concurrency` [default: build and use this workspace's]
    #[arg(long, value_name = "PROGRAM")]
    pub(crate) server: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  cargo run                                    two minutes, all models
  cargo run --minutes 60                       an hour
  cargo run --seconds 20 --model pool --seed 7
                                                the pool, with the choices of seed 7 again";

/// A week. Longer ones would only be typing errors.
const MOST_MINUTES: u64 = 7 * 24 * 60;

/// Nobody would wait longer for a reply.
const LONGEST_TIMEOUT: u64 = 600;

/// With as many faulty ones they still leave room in the smaller server for a burst of connections to fill.
const MOST_CLIENTS: u64 = 20;

/// The models, as the server's command line has them.
const MODELS: [&str; 4] = ["threads", "pool", "events", "async"];

impl Arguments {
    /// Which models are soaked.
    pub(crate) fn models(&self) -> Vec<&str> {
        if self.model == "all" { MODELS.to_vec() } else { vec![&self.model] }
    }

    /// How long the servers are soaked.
    pub(crate) fn time(&self) -> Duration {
        self.seconds.unwrap_or(self.minutes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::ValueEnum as _;
    use concurrency::Model;

    #[test]
    fn all_models_are_those_of_the_server() {
        let names = Model::value_variants().iter().filter_map(Model::to_possible_value);
        let names: Vec<_> = names.map(|value| value.get_name().to_owned()).collect();
        assert_eq!(Arguments::parse_from(["soak"]).models(), names);
    }
}
