//! What the report shows.

use assert_cmd::Command;
use predicates::{
    prelude::PredicateBooleanExt as _,
    str::{contains, starts_with},
};
use testkit::{DEADLINE, ReservedPort, has_ipv6, mask_ports};

const PROGRAM: &str = env!("CARGO_BIN_EXE_socket-basics");

fn report(host: &str, port: u16) -> String {
    let run = Command::new(PROGRAM).args([host, &port.to_string()]).timeout(DEADLINE).assert().success();
    String::from_utf8_lossy(&run.get_output().stdout).into_owned()
}

/// The report without what differs from run to run: the ports that the system chose, and whether the user of the
/// tests may have a raw socket.
fn comparable(report: &str) -> String {
    let lines = report.lines().map(|line| match line.split_once("  raw (ICMP)       ") {
        Some(("", "made" | REFUSED)) => "  raw (ICMP)       (made or refused)",
        // Wine has no raw sockets for ICMPv6, and no text for that error.
        Some(("", seen)) if cfg!(windows) && seen.starts_with("refused: ") => {
            "  raw (ICMP)       (made or refused)"
        }
        _ => line,
    });
    mask_ports(&lines.collect::<Vec<_>>().join("\n"))
}

const REFUSED: &str =
    "refused: it sees other programs' packets, so the system gives it only to administrators";

#[test]
fn an_ipv4_address_with_a_port_that_the_system_chooses() {
    insta::assert_snapshot!(comparable(&report("127.0.0.1", 0)));
}

#[test]
fn an_ipv4_address_with_a_given_port() {
    let reserved = ReservedPort::new().unwrap();
    let port = reserved.port();
    let report = report("127.0.0.1", port);
    assert!(report.contains(&format!("Binding to 127.0.0.1:{port} gave 127.0.0.1:{port}.")), "{report}");
    insta::assert_snapshot!(comparable(&report.replace(&format!("Port {port} "), "Port PORT ")));
}

#[test]
fn an_ipv6_address() {
    if !has_ipv6() {
        return;
    }
    insta::assert_snapshot!(comparable(&report("::1", 0)));
}

#[test]
fn a_name_stands_for_loopback_addresses_and_is_bound_to_one_of_them() {
    let run = Command::new(PROGRAM).args(["localhost", "0"]).timeout(DEADLINE).assert().success();
    let loopback = contains("127.0.0.1").or(contains("::1"));
    let bound = contains("Binding to localhost:0 gave 127.0.0.1:").or(contains("gave [::1]:"));
    run.stdout(starts_with("localhost stands for ").and(loopback).and(bound));
}

#[test]
fn the_two_endpoints_of_the_connection_are_each_others_peers() {
    let report = report("127.0.0.1", 0);
    let (_, endpoints) = report.split_once("  client: local ").unwrap();
    let words: Vec<_> =
        endpoints.split([' ', ',', '\n']).filter(|word| word.starts_with("127.0.0.1:")).collect();
    let [client_local, client_peer, server_local, server_peer] = words[..] else { panic!("{report}") };
    assert_eq!((client_local, client_peer), (server_peer, server_local));
    assert!(report.contains(&format!("gave {server_local}.")), "{report}");
}

#[test]
#[cfg(target_os = "linux")]
fn without_privileges_a_raw_socket_is_explained_and_the_report_goes_on() {
    use socket_basics::SocketType;
    use socket2::Domain;

    let mut command = Command::new(PROGRAM);
    if SocketType::Raw.open(Domain::IPV4).is_ok() {
        let Some(unprivileged) = unprivileged() else {
            return testkit::skip("there is no setpriv to take our privileges away");
        };
        command = unprivileged;
    }
    let explained = contains(format!("  raw (ICMP)       {REFUSED}\n"));
    let goes_on = contains("\nA connection to itself has two endpoints");
    command
        .args(["127.0.0.1", "0"])
        .timeout(DEADLINE)
        .assert()
        .code(0)
        .stdout(explained.and(goes_on))
        .stderr("");
}

/// A command that runs the program without the one privilege it takes, if there is a `setpriv` (of util-linux).
#[cfg(target_os = "linux")]
fn unprivileged() -> Option<Command> {
    std::process::Command::new("setpriv").arg("--version").output().ok()?;
    let mut command = Command::new("setpriv");
    command.args(["--bounding-set=-net_raw", "--inh-caps=-net_raw", "--", PROGRAM]);
    Some(command)
}
