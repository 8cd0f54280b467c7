//! The command line, and the help that teaches it.

use crate::exercise::HINTS;
use clap::{Args, Parser, Subcommand, builder::TypedValueParser};
use std::{path::PathBuf, time::Duration};

/// What stands after the options in the help.
const MORE: &str = include_str!("help.txt").trim_ascii_end();

/// Grade exercises: build them, run their checks over real sockets, and say what to do next.
#[derive(Debug, Parser)]
#[command(version, bin_name = "cargo grade", after_help = MORE)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag on the command line")]
pub struct Arguments {
    /// What to do instead of grading.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Which exercises
    #[arg(value_name = "NAME|STAGE")]
    pub asked: Vec<String>,

    /// Show every failure message, not only the first of each exercise
    #[arg(long)]
    pub all: bool,

    /// Write the grades as JSON, and nothing else, to standard output
    #[arg(long)]
    pub json: bool,

    /// Where to write the grades as XML.
    #[arg(long, value_name = "FILE", help = "Also write the grades as JUnit XML to a file")]
    pub junit: Option<PathBuf>,

    /// The commit whose checks count [default: HEAD, if there is one]
    #[arg(long, value_name = "REV")]
    pub against: Option<String>,

    /// How long what is graded may take.
    #[command(flatten)]
    pub(crate) limits: Limits,

    /// For authors: test the exercises themselves, in a copy
    #[arg(long, conflicts_with_all = ["all", "json", "junit"])]
    pub verify: bool,

    /// With --verify: accept the failure messages as they are now
    #[arg(long, requires = "verify")]
    pub accept: bool,

    /// With --verify: run each answer N times
    #[arg(long, value_name = "N", requires = "verify", default_value = "1", value_parser = clap::value_parser!(u32).range(1..))]
    pub repeat: u32,
}

/// The limits of a grading.
#[derive(Debug, Clone, Copy, Args)]
pub(crate) struct Limits {
    /// How long all checks of one exercise may take together. They run at once, and each ends by itself within seconds, so
    /// this is only reached by code that keeps its checks from ending.
    #[arg(long = "time-limit", value_name = "SECONDS", default_value = "60", value_parser = seconds())]
    #[arg(help = "How long the checks of one exercise may take together")]
    pub(crate) checks: Duration,

    /// How long cargo may go without having built anything. The largest library of this workspace takes seconds, on a slow
    /// and busy machine half a minute; an answer can keep the compiler busy without end.
    #[arg(long = "compile-limit", value_name = "SECONDS", default_value = "180", value_parser = seconds())]
    #[arg(help = "How long cargo may run without finishing any build step")]
    pub(crate) compiler: Duration,
}

fn seconds() -> impl TypedValueParser<Value = Duration> {
    clap::value_parser!(u64).range(1..).map(Duration::from_secs)
}

/// What `cargo grade` does besides grading.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the exercises, without building them
    List {
        /// Which exercises
        #[arg(value_name = "NAME|STAGE")]
        asked: Vec<String>,
        /// Only exercises and checks that have this word in their names, with their checks: shutdown
        #[arg(long, value_name = "WORD")]
        topic: Option<String>,
    },
    /// Show a hint: 1 is a nudge, 2 the idea, 3 the shape of the code
    Hint {
        /// The exercise
        name: String,
        /// How much to reveal
        #[arg(default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=i64::from(HINTS)))]
        level: u8,
    },
    /// Restore an exercise as it was; your code is kept beside it
    Reset {
        /// The exercise
        name: String,
        /// Another version than the original: a commit, or a kept file (exercise.rs.bak-1)
        #[arg(long, value_name = "REV|FILE")]
        from: Option<String>,
    },
    /// Grade an exercise each time you save it, until Ctrl+C
    Watch {
        /// Which exercises
        #[arg(value_name = "NAME|STAGE")]
        asked: Vec<String>,
    },
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn an_exercise_can_be_asked_for_beside_the_options() {
        let arguments = Arguments::parse_from(["grade", "half_close", "2", "--json"]);
        assert_eq!((arguments.asked, arguments.json), (vec!["half_close".into(), "2".into()], true));
    }
}
