//! The program as its users meet it: our servers pass, a classic one is told what to fix, and a wrong command line is explained.
#![allow(clippy::panic, clippy::unwrap_used, reason = "a test reports by panicking")]

use assert_cmd::{Command, assert::Assert};
use predicates::{prelude::PredicateBooleanExt as _, str::contains};
use serde_json::{Value, json};
use std::fs;
#[cfg(unix)]
use std::{
    fs::Permissions,
    os::unix::fs::PermissionsExt as _,
    path::{Path, PathBuf},
    thread,
};
#[cfg(unix)]
use support::{poll_until, replace_numbers};
#[cfg(unix)]
use tempfile::TempDir;
use testkit::DEADLINE;

fn conformance(words: &[&str]) -> Assert {
    let report = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    command.args(["--report", report.path().join("report.json").to_str().unwrap()]).args(words);
    command.timeout(4 * DEADLINE).assert()
}

/// A folder with this program in it, and where the program is; `None` without Python.
#[cfg(unix)]
fn python(program: &str) -> Option<(TempDir, String)> {
    std::process::Command::new("python3").arg("--version").output().ok()?;
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("program.py");
    fs::write(&file, program).unwrap();
    Some((folder, file.to_str().unwrap().to_owned()))
}

#[test]
fn what_is_not_said_on_the_command_line_is_asked_for() {
    conformance(&["calculator"])
        .code(2)
        .stderr(contains("cargo conformance calculator -- python3 server.py"));
    conformance(&["calculator", "99", "--", "true"]).code(2).stderr(contains("has no section or check `99`"));
    let undashed = "A command stands after two dashes: cargo conformance calculator -- python3 …";
    conformance(&["calculator", "python3", "server.py"]).code(2).stderr(contains(undashed));
    conformance(&["toaster", "--", "true"]).code(2).stderr(contains("echo, calculator"));
    conformance(&["client"]).code(2).stderr(contains("cargo conformance client -- python3 client.py"));
    conformance(&["client", "--connect", "127.0.0.1:7"]).code(2).stderr(contains("--connect is for servers"));
    conformance(&["client", "--speed", "--", "true"]).code(2).stderr(contains("--speed is for servers"));
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
    outcome
        .stdout(contains("ended with exit code 3 before it listened. It printed:").and(contains("no luck")));
}

/// What a server in Python prints of an exception comes after its connection has been closed.
#[cfg(unix)]
#[test]
fn an_exception_that_nobody_caught_is_shown_with_the_connection_that_it_closed() {
    let raises = "        client.close(); time.sleep(0.02); raise ValueError('no luck')\n        try:";
    let text =
        CLASSIC.replace("import socket, sys", "import socket, sys, time").replace("        try:", raises);
    let Some((_folder, server)) = python(&text) else { return };
    let judged = conformance(&["calculator", "1.1", "--", "python3", &server]).code(1);
    judged.stdout(contains("before the server closed the connection").and(contains("ValueError: no luck")));
}

#[cfg(unix)]
#[test]
fn a_command_that_leaves_its_server_in_the_background_is_told() {
    let outcome = conformance(&["echo", "--", "sh", "-c", "exit 0"]).code(1);
    outcome.stdout(contains("exit code 0 before it listened. It has to stay in the foreground"));
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
    let Some((folder, server)) = python(CLASSIC) else { return };
    let file = folder.path().join("junit.xml");
    let words = ["calculator", "--junit", file.to_str().unwrap(), "--", "python3", &server];
    let judged = conformance(&words).code(1);
    let text = String::from_utf8_lossy(&judged.get_output().stdout).replace(&server, "server.py");
    insta::assert_snapshot!(text);
    let xml = fs::read_to_string(file).unwrap();
    assert!(xml.contains("<testsuite name=\"arithmetic\" tests=\"10\" failures=\"0\""), "{xml}");
    let failure = "<testcase name=\"a_power_is_written_with_a_caret\" classname=\"numbers\">\n      <failure";
    assert!(xml.contains(failure), "{xml}");
}

/// Causes that show in what is seen come before the usual one of the check.
#[cfg(unix)]
#[test]
fn the_cause_that_shows_is_told_whatever_the_check_is_about() {
    for (check, before, after, cause) in [
        ("1.2", " + b'\\n'", "", "the reply has no line end."),
        ("1.2", "eval(", "'Result: %s' % eval(", "the reply has more in it than the value."),
        ("3.1", "f'error: ", "f'Syntax error: ", "the reply tells of an error in words of its own."),
        (
            "5.8",
            "",
            "",
            "an error of `write` (\"timed out\", \"broken pipe\", \"connection reset\") has ended the",
        ),
        (
            "1.1",
            "while data := client.recv(1024):",
            "while client.recv(1024): continue\n    if False:",
            "the reply is still in a buffer",
        ),
        (
            "1.2",
            "while data := client.recv(1024):",
            "for data in [client.makefile('rb').read()]:",
            "the reply is still in a buffer",
        ),
    ] {
        let Some((_folder, server)) = python(&CLASSIC.replace(before, after)) else { return };
        let words = ["calculator", check, "--time-limit", "1", "--", "python3", &server];
        conformance(&words).code(1).stdout(contains(format!("Likely cause: {cause}")));
    }
}

#[cfg(unix)]
#[test]
fn judges_that_run_at_once_can_share_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("report.json");
    let words = ["calculator", "--report", file.to_str().unwrap(), "--", "sh", "-c", "exit 4"];
    thread::scope(|scope| {
        for _ in 0..32 {
            scope.spawn(|| {
                let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
                command.args(words).timeout(4 * DEADLINE).assert().code(1).stderr("");
            });
        }
    });
    assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
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

/// A cargo that has built our programs already: in their place it names the reference server.
#[cfg(unix)]
fn built_already(folder: &Path) -> PathBuf {
    let artifact = |name: &str, server: &str| {
        let program = folder.join(name);
        let reference = env!("CARGO_BIN_EXE_reference");
        write_script(&program, &format!("exec '{reference}' {server} \"$@\""));
        json!({
            "reason": "compiler-artifact", "package_id": name, "manifest_path": "", "filenames": [], "features": [],
            "target": { "kind": ["bin"], "crate_types": ["bin"], "name": name, "src_path": "" },
            "profile": { "opt_level": "3", "debug_assertions": false, "overflow_checks": false, "test": false },
            "executable": program, "fresh": true,
        })
    };
    let cargo = folder.join("cargo");
    let messages = [artifact("concurrency", "async"), artifact("tokio-echo", "echo")];
    write_script(&cargo, &format!("cat << END\n{}\n{}\nEND", messages[0], messages[1]));
    cargo
}

#[cfg(unix)]
fn write_script(file: &Path, line: &str) {
    fs::write(file, format!("#!/bin/sh\n{line}\n")).unwrap();
    fs::set_permissions(file, Permissions::from_mode(0o755)).unwrap();
}

/// The echo of stage 2 stands in for the bare one. It serves one client after another, which cannot be measured with several.
#[cfg(unix)]
#[test]
fn the_speed_is_shown_beside_ours_and_beside_an_echo() {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("report.json");
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    command.env("CARGO", built_already(folder.path())).arg("--report").arg(&report);
    let words = ["calculator", "1", "--speed=0.1", "--time-limit", "2", "--"];
    command.args(words).args([env!("CARGO_BIN_EXE_reference"), "threads"]);
    let read = || serde_json::from_slice::<Value>(&fs::read(&report).ok()?).ok();
    let judged = thread::scope(|scope| {
        // What a page shows while the first round goes on.
        let is_measuring = || read().is_some_and(|kept| is_begun(&kept["speed"]));
        let watched = scope.spawn(move || poll_until(4 * DEADLINE, is_measuring));
        let judged = command.timeout(4 * DEADLINE).assert().success();
        assert!(watched.join().unwrap(), "no part of the speed was kept before it had been measured");
        judged
    });
    let text = String::from_utf8_lossy(&judged.get_output().stdout).into_owned();
    let table = text.split_once("10 of 10 checks passed.").unwrap().1;
    insta::assert_snapshot!(mask_figures(table));
    let kept = read().unwrap();
    assert_eq!(kept["speed"]["measuring"], false);
    let [one, many] = [0, 1].map(|load| &kept["speed"]["loads"][load]);
    for server in ["yours", "ours", "echo"] {
        assert!(one[server].as_f64().unwrap() > 0.0, "{one}");
    }
    assert_eq!((&many["clients"], &many["echo"]), (&Value::from(64), &Value::Null));
}

/// Whether something has been measured, and more is to come.
#[cfg(unix)]
fn is_begun(speed: &Value) -> bool {
    let [first, last] = [&speed["loads"][0]["yours"], &speed["loads"][2]["ours"]];
    speed["measuring"] == true && first.is_number() && last.is_null()
}

/// The figures of the table, which stand in columns: `12,345` becomes ` RATE`, and `0.96` becomes ` RATIO`.
#[cfg(unix)]
fn mask_figures(text: &str) -> String {
    let mask = |line: &str| {
        if !line.starts_with("  1") && !line.starts_with("  64") {
            return line.to_owned();
        }
        let (load, figures) = line.split_at(32);
        let masked = replace_numbers(figures, |_, figure, _| {
            Some(if figure.contains('.') { "RATIO" } else { "RATE" }.to_owned())
        });
        masked.split_whitespace().fold(load.to_owned(), |line, figure| line + " " + figure)
    };
    text.lines().map(mask).collect::<Vec<_>>().join("\n")
}

/// What is not measured of the classic server if it does this at the first request of a load; `None` without Python. Ours
/// cannot be built.
#[cfg(unix)]
fn missing_if_it(does: &str) -> Option<Vec<String>> {
    let timed = CLASSIC.replace("import socket, sys", "import socket, sys, time");
    // Only the load asks for a product.
    let fault = format!("        b'*' in data and {does}\n        try:");
    let (folder, server) = python(&timed.replace("        try:", &fault))?;
    let mut command = Command::new(env!("CARGO_BIN_EXE_conformance"));
    let words = ["calculator", "1.1", "--json", "--speed=0.1", "--time-limit", "2", "--report"];
    command.env("CARGO", "there-is-no-cargo").args(words).arg(folder.path().join("report.json"));
    let judged = command.args(["--", "python3"]).arg(&server).timeout(4 * DEADLINE).assert().success();
    let report: Value = serde_json::from_slice(&judged.get_output().stdout).unwrap();
    assert_eq!(report["speed"]["loads"][0]["yours"], Value::Null);
    Some(serde_json::from_value(report["speed"]["missing"].clone()).unwrap())
}

#[cfg(unix)]
#[test]
fn a_server_that_stalls_under_load_is_reported_in_time() {
    let Some(missing) = missing_if_it("time.sleep(1000)") else { return };
    assert!(missing[0].starts_with("ours and the bare echo: could not start cargo"), "{missing:?}");
    assert_eq!(missing[1], "your server, 1 client, round 1: not all went well: 1 request without a reply");
    // A load that has failed is not tried again.
    assert_eq!(missing.len(), 4);
}

#[cfg(unix)]
#[test]
fn a_server_that_ends_under_load_is_reported_with_its_exit_code() {
    // Its connection ends before it does, as on a busy machine.
    let Some(missing) = missing_if_it("(client.close() or time.sleep(0.5) or sys.exit(3))") else { return };
    assert_eq!(missing[1], "your server, 1 client, round 1: it ended with exit code 3 while it was loaded");
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
    let Some((_folder, client)) = python(CLASSIC_CLIENT) else { return };
    let judged = conformance(&["client", "--", "python3", &client]).code(1);
    let text = String::from_utf8_lossy(&judged.get_output().stdout).replace(&client, "client.py");
    insta::assert_snapshot!(text);
}

#[test]
fn a_client_that_does_not_start_is_told() {
    let outcome = conformance(&["client", "--", "there-is-no-such-program"]).code(1);
    outcome
        .stdout(contains("There is no client to judge: could not start `there-is-no-such-program 127.0.0.1"));
    let quoted = conformance(&["client", "--", "python3 client.py"]).code(1);
    quoted.stdout(contains("Leave out the quotes"));
}
