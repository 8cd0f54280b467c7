//! The command line: help, and what is wrong with a wrong one.

use assert_cmd::{Command, assert::Assert};
use insta::assert_snapshot;
use predicates::str::contains;
use testkit::{ClosedPort, DEADLINE};

fn wire(arguments: &[&str]) -> Assert {
    Command::new(env!("CARGO_BIN_EXE_wire"))
        .args(arguments)
        .env_remove("CLICOLOR_FORCE")
        .timeout(DEADLINE)
        .assert()
}

#[test]
fn the_help_teaches_every_step() {
    let help = wire(&["--help"]).success().stderr("");
    assert_snapshot!(String::from_utf8_lossy(&help.get_output().stdout));
}

#[test]
fn the_version_is_the_packages() {
    wire(&["--version"]).success().stdout(concat!("wire ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn an_unknown_step_is_named_before_anything_is_done() {
    let wrong = wire(&["localhost", "0", "send", "1+1", "recieve"]).code(2).stdout("");
    assert_snapshot!(String::from_utf8_lossy(&wrong.get_output().stderr));
}

#[test]
fn a_wrong_command_line_exits_with_2() {
    for (arguments, message) in [
        (&["localhost"][..], "<PORT>"),
        (&["localhost", "1081"], "<STEP>..."),
        (&["localhost", "65536", "close"], "65536"),
        (&["", "1081", "close"], "<HOST>"),
        (&["localhost", "1081", "pause", "long"], "`long` is not a step"),
        (&["localhost", "1081", "send", r"\e"], r"`\e` stands for no byte"),
        (&["--timeout", "0", "localhost", "1081", "close"], "`0` is not a number of seconds"),
        (&["--backlog", "9", "localhost", "1081", "close"], "--listen"),
        (&["--no-reuse", "localhost", "1081", "close"], "--listen"),
    ] {
        wire(arguments).code(2).stdout("").stderr(contains(message));
    }
}

#[test]
fn a_refused_connection_is_one_line_that_names_it_and_exits_with_1() {
    let nobody = ClosedPort::new().unwrap();
    let closed = nobody.address();
    wire(&["127.0.0.1", &closed.port().to_string(), "send", "1+1"])
        .code(1)
        .stdout(contains(format!("· {closed}: connection refused\n")))
        .stderr(format!("could not connect to {closed}: connection refused\n"));
}

#[test]
#[cfg(target_os = "linux")]
fn a_transcript_that_cannot_be_written_is_a_failure() {
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let mut wire = std::process::Command::new(env!("CARGO_BIN_EXE_wire"));
    wire.args(["127.0.0.1", &listener.local_addr().unwrap().port().to_string(), "close"]);
    let output = wire.stdout(full).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(output.stderr, b"could not write the transcript: no space left on device\n");
}

#[test]
#[cfg(unix)]
fn a_listener_on_port_0_that_nobody_could_find_is_a_failure() {
    let mut command = Command::new("sh");
    let script = "exec \"$0\" --listen 127.0.0.1 0 receive >&-";
    command.args(["-c", script, env!("CARGO_BIN_EXE_wire")]).timeout(DEADLINE);
    command.assert().code(1).stderr(contains("it is closed or /dev/null"));
}
