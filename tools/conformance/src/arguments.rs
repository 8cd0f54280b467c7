//! The command line, and the help that teaches it.

use crate::{selection::UsageError, subject::Subject, trial::Limits};
use clap::Parser;
use std::{
    net::{SocketAddr, ToSocketAddrs as _},
    path::PathBuf,
    time::Duration,
};
use wire::seconds;

/// What stands after the options in the help.
const MORE: &str = include_str!("help.txt").trim_ascii_end();

/// Judge your own server or client, in any language, by the protocol: start it, talk to it, and say what to do next.
#[derive(Debug, Parser)]
#[command(version, bin_name = "cargo conformance", after_help = MORE)]
#[command(override_usage = "cargo conformance SUBJECT [CHECK]... [OPTIONS] -- COMMAND...")]
pub struct Arguments {
    /// What the program is
    #[arg(value_enum)]
    pub subject: Subject,

    /// Only these checks or sections, by number or name: 3.2, 3, framing
    #[arg(value_name = "CHECK")]
    pub asked: Vec<String>,

    /// How to start the program; a host and a port are added at the end, or put in place of {host} and {port}
    #[arg(value_name = "COMMAND", last = true)]
    pub command: Vec<String>,

    /// Judge a server of this computer that runs already, instead of starting one for each check
    #[arg(long, value_name = "HOST:PORT", conflicts_with = "command")]
    pub connect: Option<String>,

    /// List the sections and checks, and run nothing
    #[arg(long)]
    pub list: bool,

    /// After the checks, measure how fast the server is, beside ours
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    #[arg(num_args = 0..=1, require_equals = true, default_missing_value = "1")]
    pub speed: Option<Duration>,

    /// Go on after a section that is not passed, and show every failure message
    #[arg(long)]
    pub all: bool,

    /// Write the report as JSON, and nothing else, to standard output
    #[arg(long)]
    pub json: bool,

    /// Where to write the report as XML.
    #[arg(long, value_name = "FILE", help = "Also write the report as JUnit XML to a file")]
    pub junit: Option<PathBuf>,

    /// Where to keep the report as JSON while the checks run [default: conformance/report.json in cargo's target folder]
    #[arg(long, value_name = "FILE")]
    pub report: Option<PathBuf>,

    /// How long a check may wait: for all of its clients together, or for each if they come one after another
    // A correct server needs milliseconds.
    #[arg(long, value_name = "SECONDS", default_value = "10", value_parser = clap::value_parser!(u64).range(1..))]
    pub time_limit: u64,

    /// How long the section "endurance" goes on, if your server passes those before; twice as long for a slow one; 0 is a short try
    #[arg(long, value_name = "SECONDS", default_value = "30", value_parser = clap::value_parser!(u64).range(..=86_400))]
    pub endurance: u64,
}

impl Arguments {
    /// How long the checks may take.
    pub(crate) fn limits(&self) -> Limits {
        let [check, endurance] = [self.time_limit, self.endurance].map(Duration::from_secs);
        Limits { check, endurance }
    }

    /// What says what is judged, as it is typed: for commands to be repeated.
    pub(crate) fn target_words(&self) -> String {
        match &self.connect {
            Some(address) => format!("--connect {address}"),
            None => format!("-- {}", self.command.join(" ")),
        }
    }
}

/// The address of a server that runs on this computer.
///
/// Only of this one: the checks flood, reset, and stop servers, which is nothing to do to somebody else's.
pub(crate) fn loopback(address: &str) -> Result<SocketAddr, UsageError> {
    let found = address.to_socket_addrs().map_err(|error| {
        UsageError(format!(
            "could not resolve `{address}`: {error}. It has to be HOST:PORT, as localhost:1081"
        ))
    })?;
    let own = found.filter(|address| address.ip().to_canonical().is_loopback());
    // A server that listens on one of them only is most often found on IPv4.
    own.min_by_key(SocketAddr::is_ipv6).ok_or_else(|| {
        UsageError(format!(
            "`{address}` is not an address of this computer alone (localhost, 127.0.0.1, [::1]): no other is judged, since the checks \
             reset, flood and stop servers"
        ))
    })
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
    fn what_comes_after_two_dashes_is_the_command_with_its_own_options() {
        let line = "conformance calculator 3.2 --json -- python3 -u server.py --json";
        let arguments = Arguments::parse_from(line.split(' '));
        assert_eq!((arguments.subject, arguments.json), (Subject::Calculator, true));
        assert_eq!(arguments.asked, ["3.2"]);
        assert_eq!(arguments.command, ["python3", "-u", "server.py", "--json"]);
    }

    #[test]
    fn only_this_computer_is_connected_to() {
        assert_eq!(loopback("127.0.0.1:1081").unwrap(), SocketAddr::from(([127, 0, 0, 1], 1081)));
        assert!(loopback("[::ffff:127.0.0.1]:1081").is_ok());
        for address in ["192.0.2.1:1081", "0.0.0.0:1081"] {
            let error = loopback(address).unwrap_err().to_string();
            assert!(error.contains("is not an address of this computer alone"), "{error}");
        }
        assert!(loopback("localhost").unwrap_err().to_string().contains("HOST:PORT"));
    }
}
