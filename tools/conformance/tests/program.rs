//! The program as its users meet it: our servers pass, a classic one is told what to mend, and a wrong command line is explained.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test reports by panicking")]

use assert_cmd::{Command, assert::Assert};
use predicates::{prelude::PredicateBooleanExt as _, str::contains};
use serde_json::Value;
use std::fs;
use testkit::DEADLINE;

fn conformance(words: &[&str]) -> Assert {
    let report = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    command.args(["--report", report.path().join("report.json").to_str().unwrap()]).args(words);
    command.timeout(4 * DEADLINE).assert()
}

#[test]
fn what_is_not_said_on_the_command_line_is_asked_for() {
    conformance(&["calculator"])
        .code(2)
        .stderr(contains("cargo conformance calculator -- python3 server.py"));
    conformance(&["calculator", "99", "--", "true"]).code(2).stderr(contains("has no section or check `99`"));
    conformance(&["toaster", "--", "true"]).code(2).stderr(contains("echo, calculator"));
    conformance(&["client"]).code(2).stderr(contains("cargo conformance client -- python3 client.py"));
    conformance(&["client", "--connect", "127.0.0.1:7"]).code(2).stderr(contains("--connect is for servers"));
    conformance(&["echo", "--connect", "192.0.2.1:7"]).code(2).stderr(contains("this computer alone"));
}

#[test]
fn the_list_has_every_check_with_its_requirement_and_sentence() {
    let listed = conformance(&["echo", "bytes", "--list"]).success();
    insta::assert_snapshot!(String::from_utf8_lossy(&listed.get_output().stdout));
}

#[test]
fn a_port_without_a_server_is_reported() {
    let closed = testkit::ClosedPort::new().unwrap();
    let address = closed.address().to_string();
    let outcome = conformance(&["echo", "--connect", &address]).code(1);
    if cfg!(target_os = "linux") {
        outcome.stdout(contains("nobody listens on"));
    }
}

#[cfg(unix)]
#[test]
fn a_command_that_ends_is_told_with_what_it_printed() {
    let outcome = conformance(&["echo", "--", "sh", "-c", "echo no luck >&2; exit 3"]).code(1);
    outcome.stdout(contains("ended with exit code 3 before it listened").and(contains("no luck")));
}

/// A server as the usual tutorials have it, in Python.
#[cfg(unix)]
const CLASSIC: &str = "
import socket, sys
server = socket.create_server((sys.argv[1], int(sys.argv[2])))
while True:
    client, address = server.accept()
    while data := client.recv(1024):
        try:
            client.sendall(str(eval(data.decode().strip())).encode() + b'\\n')
        except Exception as error:
            client.sendall(f'error: {error}\\n'.encode())
    client.close()
";

#[cfg(unix)]
#[test]
fn a_classic_server_gets_past_the_first_section_and_a_message_that_teaches() {
    if std::process::Command::new("python3").arg("--version").output().is_err() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let server = folder.path().join("server.py");
    fs::write(&server, CLASSIC).unwrap();
    let file = folder.path().join("junit.xml");
    let words = ["calculator", "--junit", file.to_str().unwrap(), "--", "python3", server.to_str().unwrap()];
    let judged = conformance(&words).code(1);
    let text =
        String::from_utf8_lossy(&judged.get_output().stdout).replace(server.to_str().unwrap(), "server.py");
    insta::assert_snapshot!(text);
    let xml = fs::read_to_string(file).unwrap();
    assert!(xml.contains("<testsuite name=\"arithmetic\" tests=\"10\" failures=\"0\""), "{xml}");
    let failure = "<testcase name=\"a_power_is_written_with_a_caret\" classname=\"numbers\">\n      <failure";
    assert!(xml.contains(failure), "{xml}");
}

#[cfg(unix)]
#[test]
fn a_reply_without_a_line_end_is_the_cause_whatever_the_check_is_about() {
    if std::process::Command::new("python3").arg("--version").output().is_err() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let server = folder.path().join("server.py");
    fs::write(&server, CLASSIC.replace(" + b'\\n'", "")).unwrap();
    let words = ["calculator", "1.2", "--time-limit", "1", "--", "python3", server.to_str().unwrap()];
    let cause = contains("Likely cause: the reply has no line end.")
        .and(contains(r"end each reply with an LF (`\n`)."));
    conformance(&words).code(1).stdout(cause);
}

#[cfg(unix)]
#[test]
fn the_report_in_the_file_is_the_one_that_is_printed() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("below/report.json");
    let words = ["calculator", "--json", "--report", file.to_str().unwrap(), "--", "sh", "-c", "exit 4"];
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    let printed = command.args(words).timeout(DEADLINE).assert().code(1).get_output().stdout.clone();
    let printed: Value = serde_json::from_slice(&printed).unwrap();
    let kept: Value = serde_json::from_slice(&fs::read(file).unwrap()).unwrap();
    assert_eq!(printed, kept);
    assert_eq!((&kept["finished"], &kept["passed"]), (&Value::Bool(true), &Value::Bool(false)));
    assert_eq!(kept["sections"][0]["checks"][0]["verdict"], "not run");
    assert!(kept["problem"].as_str().unwrap().contains("exit code 4"));
    // A point for each required check, and none for a recommended one.
    let checks =
        kept["sections"].as_array().unwrap().iter().flat_map(|section| section["checks"].as_array().unwrap());
    let required = checks.filter(|check| check["level"] == "required").count();
    assert_eq!((&kept["points"], &kept["maximum"]), (&Value::from(0), &Value::from(required)));
}

/// A client as the usual tutorials have it, in Python.
#[cfg(unix)]
const CLASSIC_CLIENT: &str = "
import socket, sys
server = socket.create_connection((sys.argv[1], int(sys.argv[2])))
for line in sys.stdin:
    if line.strip() == 'quit':
        break
    server.sendall(line.encode())
    print('Answer:', server.recv(1024).decode(errors='replace').strip())
server.close()
";

#[cfg(unix)]
#[test]
fn a_classic_client_takes_a_fragment_for_a_reply_and_is_told() {
    if std::process::Command::new("python3").arg("--version").output().is_err() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let client = folder.path().join("client.py");
    fs::write(&client, CLASSIC_CLIENT).unwrap();
    let judged = conformance(&["client", "--", "python3", client.to_str().unwrap()]).code(1);
    let text =
        String::from_utf8_lossy(&judged.get_output().stdout).replace(client.to_str().unwrap(), "client.py");
    insta::assert_snapshot!(text);
}

#[test]
fn a_client_that_does_not_start_is_told() {
    let outcome = conformance(&["client", "--", "there-is-no-such-program"]).code(1);
    outcome
        .stdout(contains("There is no client to judge: could not start `there-is-no-such-program 127.0.0.1"));
}
