//! The command line.

use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// What stands after the options in the help.
const MORE: &str = include_str!("help.txt").trim_ascii_end();

/// What stands after the options of `cargo book build`.
const HOSTING: &str =
    "Any host that serves files can serve the site, in any folder. Only 404.html has to know that folder,
because the host shows it for every address that it does not find. For a site at
https://example.org/sockets/: MDBOOK_OUTPUT__HTML__SITE_URL=/sockets/ cargo book build";

/// Build, check, serve and open the book.
#[derive(Debug, Parser)]
#[command(version, bin_name = "cargo book", after_help = MORE)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub(crate) struct Arguments {
    /// What to do instead of serving.
    #[command(subcommand)]
    pub(crate) command: Option<Command>,

    /// The port to listen on; if it is in use, the next free one
    #[arg(long, value_name = "PORT", default_value_t = 3000)]
    pub(crate) port: u16,

    /// Do not open the browser
    #[arg(long)]
    pub(crate) no_open: bool,

    /// Look for changes every second, for file systems that do not report them
    #[arg(long)]
    pub(crate) poll: bool,
}

/// What `cargo book` does besides serving.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a static site, which works in any folder of any web host, and without a host
    #[command(after_help = HOSTING)]
    Build {
        /// Where to write it; target/book/site by default.
        #[arg(long, value_name = "DIR", help = "Where to write it [default: target/book/site]")]
        out: Option<PathBuf>,
    },
    /// Check the book, and only report what is wrong
    Check,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound() {
        Arguments::command().debug_assert();
    }
}
