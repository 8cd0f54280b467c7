//! The command line, and the help that teaches it.

use clap::{Parser, Subcommand};
use std::{num::NonZeroU32, path::PathBuf, time::Duration};
use wire::seconds;

/// What stands after the options in the help.
const LESSON: &str = include_str!("help.txt").trim_ascii_end();

/// Measure the four models of concurrency with `wire load`, and write tables and plots.
#[derive(Debug, Parser)]
#[command(version, bin_name = "cargo measure", after_help = LESSON)]
pub struct Arguments {
    /// What to measure; the models, unless said otherwise.
    #[command(subcommand)]
    pub what: Option<What>,

    /// How much, and where to.
    #[command(flatten)]
    pub settings: Settings,
}

/// What to measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Subcommand)]
pub enum What {
    /// The four models at several numbers of clients
    Models,
    /// The system calls that a reply costs each model, counted by strace
    Calls,
    /// The default model beside other languages, a bare echo, and Redis
    #[command(name = "peers")]
    Competitors,
}

/// How much is measured, and where the results go.
#[derive(Debug, Clone, clap::Args)]
pub struct Settings {
    /// One round with half a second for each measurement: to see that it works, not how fast it is
    #[arg(long, global = true, conflicts_with_all = ["rounds", "seconds"])]
    pub quick: bool,

    /// How many rounds to measure
    #[arg(long, global = true, value_name = "N", default_value = "3")]
    pub rounds: NonZeroU32,

    /// How long each measurement takes
    #[arg(long, global = true, value_name = "SECONDS", default_value = "2", value_parser = seconds)]
    pub seconds: Duration,

    /// How many clients, for `models`
    #[arg(long, global = true, value_name = "LIST", value_delimiter = ',')]
    #[arg(default_value = "1,16,64,256,1000,10000", value_parser = clap::value_parser!(u32).range(1..=60_000))]
    pub clients: Vec<u32>,

    /// How many idle clients, for `models`
    #[arg(long, global = true, value_name = "N", default_value = "10000")]
    #[arg(value_parser = clap::value_parser!(u32).range(1..=60_000))]
    pub silent: u32,

    /// Which models to measure
    #[arg(long, global = true, value_name = "LIST", value_delimiter = ',')]
    #[arg(default_value = "threads,pool,events,async", value_parser = ["threads", "pool", "events", "async"])]
    pub models: Vec<String>,

    /// Also write the files that the book shows: book/src/measurements
    #[arg(long, global = true)]
    pub keep: bool,

    /// Where to write the results
    #[arg(long, global = true, value_name = "FOLDER", default_value = "target/measure")]
    pub out: PathBuf,

    /// Use the programs in this folder instead of building them
    #[arg(long, global = true, value_name = "FOLDER")]
    pub programs: Option<PathBuf>,
}

impl Settings {
    /// The rounds, and the seconds of each measurement, after `--quick`.
    #[must_use]
    pub fn effort(&self) -> (u32, f64) {
        if self.quick { (1, 0.5) } else { (self.rounds.get(), self.seconds.as_secs_f64()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{CommandFactory as _, ValueEnum as _};
    use concurrency::Model;

    fn parse(line: &str) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(line.split_whitespace().skip(1))
    }

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn every_example_of_the_help_can_be_typed() {
        let examples: Vec<_> =
            LESSON.lines().filter_map(|line| line.find("cargo m").map(|at| &line[at..])).collect();
        assert_eq!(examples.len(), 5);
        for example in examples {
            parse(example).unwrap();
        }
    }

    #[test]
    fn options_stand_before_and_after_what_is_measured() {
        for line in ["cargo measure --rounds 7 peers", "cargo measure peers --rounds 7"] {
            let arguments = parse(line).unwrap();
            assert_eq!(arguments.what, Some(What::Competitors));
            assert_eq!(arguments.settings.effort(), (7, 2.0));
        }
        assert_eq!(parse("cargo measure --quick").unwrap().settings.effort(), (1, 0.5));
    }

    #[test]
    fn all_models_are_those_of_the_server() {
        let names = Model::value_variants().iter().filter_map(Model::to_possible_value);
        let names: Vec<_> = names.map(|value| value.get_name().to_owned()).collect();
        assert_eq!(parse("cargo measure").unwrap().settings.models, names);
    }

    #[test]
    fn what_cannot_be_measured_is_refused() {
        for line in [
            "--models fast",
            "--clients 0",
            "--clients 60001",
            "--rounds 0",
            "--seconds 0",
            "--seconds 86401",
        ] {
            let error = parse(&format!("cargo measure {line}")).unwrap_err().to_string();
            assert!(error.contains(line.split(' ').next_back().unwrap()), "{error}");
        }
    }
}
