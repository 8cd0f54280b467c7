//! The command line, and the help that teaches it.

use clap::{Parser, ValueEnum};
use std::{path::PathBuf, time::Duration};

/// Soak the concurrent server in faults, and prove that nobody else is troubled.
///
/// Two servers of each model run side by side: one lives through it all, the other is stopped with SIGTERM under load and
/// started again on its port, over and over. Healthy clients ask and check every reply; as many others reset, flood, drip,
/// stay silent, vanish, mumble, storm a full server, and take its descriptors. It fails if a reply is wrong or lost, if the
/// memory, the threads or the descriptors of the first do not come back to where they were, or if the second does not end
/// within five seconds with exit code 0. Ctrl+C ends it early, with the report.
#[derive(Debug, Parser)]
#[command(version, bin_name = "cargo soak", after_help = EXAMPLES)]
pub struct Arguments {
    /// How long
    #[arg(long, value_name = "M", default_value = "2", value_parser = clap::value_parser!(u64).range(1..=MOST_MINUTES))]
    minutes: u64,

    /// How long, for a short one
    #[arg(long, value_name = "S", conflicts_with = "minutes", value_parser = clap::value_parser!(u64).range(1..=MOST_MINUTES * 60))]
    seconds: Option<u64>,

    /// Which servers
    #[arg(long, value_enum, default_value_t = Models::All)]
    pub(crate) model: Models,

    /// How many healthy clients each server has at a time, and as many with faults
    #[arg(long, value_name = "N", default_value = "6", value_parser = clap::value_parser!(u16).range(1..=MOST_CLIENTS))]
    pub(crate) clients: u16,

    /// What decides which client does what, and when; the report names it [default: any]
    #[arg(long, value_name = "N")]
    pub(crate) seed: Option<u64>,

    /// How long anything may take before it is held to be wrong; more than a busy machine needs
    #[arg(long, value_name = "S", default_value = "20", value_parser = clap::value_parser!(u64).range(1..=MOST_PATIENCE))]
    patience: u64,

    /// A server of your own, with the command line of `concurrency` [default: ours, built now]
    #[arg(long, value_name = "PROGRAM")]
    pub(crate) server: Option<PathBuf>,
}

const EXAMPLES: &str = "\
Examples:
  cargo soak                                    two minutes, all models
  cargo soak --minutes 60                       an hour
  cargo soak --seconds 20 --model pool --seed 7
                                                what seed 7 did to the pool, once more";

/// A week. Longer ones would only be typing errors.
const MOST_MINUTES: u64 = 7 * 24 * 60;

/// Who would wait longer for a reply?
const MOST_PATIENCE: u64 = 600;

/// With as many faulty ones they still leave room in the smaller server for a storm to fill.
const MOST_CLIENTS: i64 = 20;

/// Which models are soaked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(missing_docs, reason = "the names are those of the server's models")]
pub enum Models {
    Threads,
    Pool,
    Async,
    All,
}

impl Models {
    /// As the server's command line has them.
    pub(crate) fn names(self) -> &'static [&'static str] {
        match self {
            Self::Threads => &["threads"],
            Self::Pool => &["pool"],
            Self::Async => &["async"],
            Self::All => &["threads", "pool", "async"],
        }
    }
}

impl Arguments {
    pub(crate) fn patience(&self) -> Duration {
        Duration::from_secs(self.patience)
    }

    pub(crate) fn time(&self) -> Duration {
        self.seconds.map_or_else(|| Duration::from_mins(self.minutes), Duration::from_secs)
    }
}
