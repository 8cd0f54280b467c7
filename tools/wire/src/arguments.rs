//! The command line, and the help that teaches it.

use crate::number::seconds;
use clap::Parser;
use socket_basics::Endpoint;
use std::time::Duration;

/// What stands after the options in the help.
const STEPS: &str = r#"Steps, done in this order:
  send TEXT           Send the text
  drip TEXT [MS]      Send it a byte at a time, MS milliseconds apart (200)
  flood BYTES TEXT    Send it over and over until it is so many bytes (400K, 64M)
  pause [MS]          Let time pass and show what comes (200 milliseconds)
  receive             Wait for the end of a line
  receive BYTES       Wait for so many bytes
  receive all         Wait for the end of the stream
  ignore              Leave what comes unread, until the next receive
  half-close          Say that nothing more will be sent
  close               End the connection
  reset               Throw the connection away
  hold [N [SECONDS]]  Have N connections (1) open and silent, until the other end
                      closes them all or the time is over (never)
  repeat N            Do all the steps that follow N times

A step that needs a connection makes one if there is none: it connects or, with
--listen, waits for a client. What is open at the end is closed. With --listen,
hold takes nobody in, and wire connects to itself N times (0).

TEXT may contain the escapes \n \r \t \0 \\ \" and \xNN, a byte in hexadecimal.
Put it in double quotes: they mean the same in every shell. BYTES may end in K,
M or G: 1K is 1024.

What you see begins with the seconds since the two ends met; then → is what was
sent, ← what came, · anything else. Silence, an error or a reset is a result, and
no failure: wire goes on, and exits with 1 only if there is no connection to be had.

Many clients that ask at once, counted and timed: see wire load --help.

Examples:
  One line in two parts, and its reply:
    wire localhost 1081 send "1+" pause send "1\n" receive
  Two lines at once, then the end:
    wire localhost 1081 send "1+1\n2+2\n" half-close receive all
  A server for one client, which it greets and hangs up on:
    wire --listen localhost 1081 receive send "hello\n" close
  64 MiB of questions, and nobody reads the answers:
    wire localhost 1081 ignore flood 64M "1+1\n"
  A thousand clients that never say a word:
    wire localhost 1081 hold 1000"#;

/// Play one end of a connection, step by step, and show each byte that goes and comes with its time.
#[derive(Parser)]
#[command(version, bin_name = "wire", after_help = STEPS)]
pub struct Arguments {
    /// Where to connect to, or to listen.
    #[command(flatten)]
    pub endpoint: Endpoint,

    /// What to do, and with what
    #[arg(value_name = "STEP", required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    pub steps: Vec<String>,

    /// Be the server: listen, and take clients in
    #[arg(long)]
    pub listen: bool,

    /// With --listen: how many clients may wait to be accepted
    #[arg(long, value_name = "N", requires = "listen")]
    pub backlog: Option<i32>,

    /// Do without the address reuse that every server here sets on Unix.
    #[arg(long, requires = "listen")]
    #[arg(help = "With --listen: fail while the port's last connections are still in TIME_WAIT")]
    pub no_reuse: bool,

    /// Let the system hold small pieces back until earlier ones are acknowledged (Nagle's algorithm)
    #[arg(long)]
    pub nagle: bool,

    /// How long to wait for the other end before saying that nothing happens
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
