//! The command line.

use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// What stands after the options in the help.
const MORE: &str =
    "Without a command, the book is built, checked, served to this machine alone and opened in the
browser. After each change it is built again, and the page reloads by itself. A chapter
with a fault is reported here and on the page, which stays as it was. Ctrl+C ends it.";

/// What stands after the options of `cargo book build`.
const HOSTING: &str =
    "Any host that serves files will do, and any folder on it. One page has to know the folder: the
host shows 404.html in place of whatever it does not find. Below https://example.org/sockets/
that is: MDBOOK_OUTPUT__HTML__SITE_URL=/sockets/ cargo book build";

/// Build, check, serve and open the book.
#[derive(Debug, Parser)]
#[command(version, bin_name = "cargo book", after_help = MORE)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
pub struct Arguments {
    /// What to do instead of serving.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// The port to serve it on; the next free one if it is taken
    #[arg(long, value_name = "PORT", default_value_t = 3000)]
    pub port: u16,

    /// Leave the browser alone
    #[arg(long)]
    pub no_open: bool,

    /// Look for changes every second, for a disk that does not notify of them
    #[arg(long)]
    pub poll: bool,
}

/// What `cargo book` does besides serving.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Write a static site, which works from any folder of any web host, or from none
    #[command(after_help = HOSTING)]
    Build {
        /// Where to; target/book/site if not said otherwise.
        #[arg(long, value_name = "DIR", help = "Where to [default: target/book/site]")]
        out: Option<PathBuf>,
    },
    /// Only say what is wrong with it
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
