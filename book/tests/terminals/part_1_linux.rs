//! The terminals of part 1 that differ from system to system, as a reader on Linux sees them.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test reports by panicking")]

use book::Scene;
use std::{
    env,
    io::ErrorKind,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, TcpListener, ToSocketAddrs, UdpSocket},
    process::Command,
};
use testkit::{eventually, skip, works};

#[test]
fn the_report_shows_what_the_part_explains() {
    as_a_reader("the_report_shows_what_the_part_explains", || {
        let scene = Scene::new();
        let mut terminal = scene.terminal();
        terminal.run("cargo run -p socket-basics -- 127.0.0.1 1081").exits(0).keep("part_1_report");
        // The section on socket types includes these lines by their numbers, which begin after the header's four.
        let shown = terminal.text();
        let lines: Vec<_> = shown.lines().collect();
        assert!(
            lines[11 - 5].starts_with("The three types") && lines[14 - 5].contains("raw (ICMP)"),
            "{shown}"
        );
    });
}

#[test]
fn the_report_shows_an_ipv6_address_in_brackets() {
    as_a_reader("the_report_shows_an_ipv6_address_in_brackets", || {
        let scene = Scene::new();
        scene.terminal().run("cargo run -p socket-basics -- ::1 0").exits(0).keep("part_1_report_ipv6");
    });
}

/// What the section on datagrams says about a connected datagram socket.
#[test]
fn a_connected_datagram_socket_learns_that_no_socket_receives() {
    let [receiver, sender] = [(); 2].map(|()| UdpSocket::bind("127.0.0.1:0").unwrap());
    sender.connect(receiver.local_addr().unwrap()).unwrap();
    drop(receiver);
    assert_eq!(sender.send(b"is anybody there?").unwrap(), 17);
    eventually("a send is refused", || {
        sender.send(b"?").is_err_and(|error| error.kind() == ErrorKind::ConnectionRefused)
    });
}

#[test]
fn a_listener_on_one_address_is_not_reached_at_another() {
    let scene = Scene::new();
    let mut server = scene.terminal();
    let mut client = scene.terminal();
    server.run("cargo wire --listen 127.0.0.1 1081 receive").wait_for("listening on");
    client.run(r#"cargo wire 127.0.0.2 1081 send "hello\n""#).exits(1);
    client.run(r#"cargo wire 127.0.0.1 1081 send "hello\n""#).exits(0);
    server.exits(0);
    client.keep("part_1_loopback_client");
}

#[test]
fn a_listener_on_the_unspecified_address_is_reached_at_all_of_them() {
    let scene = Scene::new();
    let (mut server, mut client) =
        (scene.server("cargo wire --listen 0.0.0.0 1081 receive"), scene.terminal());
    client.run(r#"cargo wire 127.0.0.2 1081 send "hello\n""#).exits(0);
    server.exits(0).keep("part_1_everyone_server");
    client.keep("part_1_everyone_client");
}

/// The errors have the texts and the numbers of Linux.
#[test]
fn each_reason_why_a_listener_is_not_bound_has_its_own_kind() {
    let scene = Scene::new();
    scene.terminal().run("cargo run -p book --example binding").exits(0).keep("part_1_binding");
}

#[test]
fn a_system_port_is_reserved() {
    as_a_reader("a_system_port_is_reserved", || {
        let scene = Scene::new();
        scene.terminal().run("cargo wire --listen 127.0.0.1 80 receive").exits(1).keep("part_1_reserved");
    });
}

#[test]
fn every_address_of_a_name_is_tried() {
    as_a_reader("every_address_of_a_name_is_tried", || {
        let scene = Scene::new();
        let (mut server, mut client) =
            (scene.server("cargo wire --listen 127.0.0.1 1081 receive"), scene.terminal());
        // Only a scene that has asked for an IPv6 address shows one as it is.
        scene
            .terminal()
            .run(r#"cargo wire ::1 1081 send "hello\n""#)
            .exits(1)
            .wait_for("[::1]:1081: connection refused");
        client.run(r#"cargo wire localhost 1081 send "hello\n""#).exits(0);
        server.exits(0);
        client.run(r#"cargo wire localhost 1081 send "hello\n""#).exits(1).keep("part_1_names_client");
    });
}

#[test]
fn the_system_shows_the_state_of_each_endpoint() {
    if !works("ss -V") {
        return;
    }
    let scene = Scene::new();
    let watch = |name: &str, state: &str| {
        eventually(&format!("ss shows {state}"), || {
            let mut terminal = scene.terminal();
            terminal.run("ss -Htan 'sport = :1081 or dport = :1081' | sort").exits(0);
            let seen = terminal.text().contains(state);
            if seen {
                terminal.keep(name);
            }
            seen
        });
    };
    let (mut server, mut client) =
        (scene.server("cargo wire --listen 127.0.0.1 1081 receive pause 600000"), scene.terminal());
    watch("part_1_states_listen", "LISTEN");
    client.run(r#"cargo wire 127.0.0.1 1081 send "hello\n" pause 600000"#).wait_for("→ hello");
    server.wait_for("← hello");
    watch("part_1_states_established", "ESTAB");
    client.interrupt();
    server.wait_for("end of stream");
    watch("part_1_states_half", "FIN-WAIT-2");
    server.interrupt();
    watch("part_1_states_time_wait", "TIME-WAIT");
    server.keep("part_1_states_server");
}

/// Plays a scene as most readers would see it: system ports are refused, and `localhost` stands for `::1` and then
/// 127.0.0.1.
///
/// If this machine or its user is different, the test runs once more in a namespace that is like a reader's machine.
fn as_a_reader(test: &str, scene: impl FnOnce()) {
    const INSIDE: &str = "BOOK_AS_A_READER";
    const ENTER: [&str; 4] = ["--user", "--map-root-user", "--mount", "--"];
    let unshare = || {
        let mut command = Command::new("unshare");
        command.args(ENTER);
        command
    };
    if is_a_readers() {
        scene();
    } else if env::var_os(INSIDE).is_some()
        || !unshare().arg("true").status().is_ok_and(|status| status.success())
    {
        skip("this machine is not like a reader's, and has no namespaces to make it so");
    } else {
        let hosts = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&hosts, "127.0.0.1 localhost\n::1 localhost\n").unwrap();
        let mut command = unshare();
        command.args(["sh", "-c", r#"mount --bind "$0" /etc/hosts && exec "$@""#]).arg(hosts.path());
        let test = format!("part_1_linux::{test}");
        command.arg(env::current_exe().unwrap()).args(["--exact", &test, "--nocapture"]).env(INSIDE, "yes");
        let outcome = command.output().unwrap();
        let printed = String::from_utf8_lossy(&outcome.stdout) + String::from_utf8_lossy(&outcome.stderr);
        assert!(printed.contains("1 passed"), "{test} fails in a namespace of its own:\n{printed}");
    }
}

fn is_a_readers() -> bool {
    let both = [IpAddr::V6(Ipv6Addr::LOCALHOST), IpAddr::V4(Ipv4Addr::LOCALHOST)];
    let list = ("localhost", 0)
        .to_socket_addrs()
        .is_ok_and(|addresses| addresses.map(|address| address.ip()).eq(both));
    let refused = TcpListener::bind((Ipv4Addr::LOCALHOST, 80));
    list && refused.is_err_and(|error| error.kind() == ErrorKind::PermissionDenied)
}
