//! The command line, and the help that teaches it.

use crate::values::seconds;
use clap::Parser;
use socket_basics::Endpoint;
use std::time::Duration;

/// What stands after the options in the help.
const STEPS: &str = r#"Steps, done in the order in which you write them:
  send TEXT           Send TEXT
  drip TEXT [MS]      Send TEXT one byte at a time, MS milliseconds apart (200)
  flood BYTES TEXT    Send TEXT repeatedly until BYTES bytes are sent (400K, 64M)
  pause [MS]          Wait MS milliseconds (200) and show what arrives
  receive             Read until the end of a line
  receive BYTES       Read BYTES bytes
  receive all         Read until the end of the stream (end of file)
  ignore              Do not read what arrives, until the next receive
  half-close          Shut down the sending side: the peer reads end of file
  close               Close the connection
  reset               Reset the connection (an abortive close)
  hold [N [SECONDS]]  Keep N connections (1) open and silent, until the peer closes
                      them all or SECONDS have passed (no limit)
  repeat N            Do all the steps that follow N times

A step that needs a connection opens one if there is none: it connects or, with
--listen, accepts a client. Connections that are open at the end are closed. With
--listen, hold lets clients wait in the accept queue: it accepts none. If you give N,
wire also opens N connections to itself.

TEXT may contain the escapes \n \r \t \0 \\ \" and \xNN, a byte in hexadecimal.
Put it in double quotes: they mean the same in every shell. BYTES may end in K,
M or G: 1K is 1024.

Each line of the output begins with the seconds since the connection was opened.
Then → marks what was sent, ← what was received, · anything else. Silence, an error
or a reset is a result and not a failure: wire continues. It exits with 1 only if it
cannot get a connection.

Many clients that send requests at once, counted and timed: see wire load --help.

Examples:
  One line in two parts, and its reply:
    wire localhost 1081 send "1+" pause send "1\n" receive
  Two lines at once, then the end:
    wire localhost 1081 send "1+1\n2+2\n" half-close receive all
  A server that greets one client and closes the connection:
    wire --listen localhost 1081 receive send "hello\n" close
  64 MiB of requests from a client that does not read the replies:
    wire localhost 1081 ignore flood 64M "1+1\n"
  A thousand idle clients that never send a byte:
    wire localhost 1081 hold 1000"#;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Script;

    #[test]
    fn every_example_of_the_help_is_a_script() {
        let examples: Vec<_> = STEPS.lines().filter(|line| line.starts_with("    wire ")).collect();
        assert_eq!(examples.len(), 5);
        for example in examples {
            let words = example.split_whitespace().map(|word| word.trim_matches('"'));
            let arguments = Arguments::try_parse_from(words).unwrap();
            assert!(Script::parse(&arguments.steps).unwrap().steps().count() > 0, "{example}");
        }
    }
}
