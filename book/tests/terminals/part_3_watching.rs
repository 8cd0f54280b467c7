//! The terminals of part 3 in which other programs watch the server.
#![cfg(target_os = "linux")]

use book::Scene;
use testkit::works;

const SERVER: &str = "cargo run -p calculator-server -- 127.0.0.1 1081";
const STRACE: &str = "strace -o /dev/stdout -e trace=socket,bind,listen,accept4,recvfrom,sendto \\
    cargo run -p calculator-server -- 127.0.0.1 1081 2>/dev/null";
const ASK: &str = r#"cargo wire 127.0.0.1 1081 send "2+" pause 1000 send "3\n" receive"#;

#[test]
fn ss_and_lsof_see_the_sockets_and_whose_they_are() {
    if !(works("ss -V") && works("lsof -v")) {
        return;
    }
    let scene = Scene::new();
    let mut server = scene.server(SERVER);
    let mut holder = scene.terminal();
    holder.run("cargo wire 127.0.0.1 1081 hold").wait_for("connected");
    server.wait_for("connected");
    let mut watch = scene.terminal();
    watch.run("ss -Htanp 'sport = :1081 or dport = :1081' | sort").exits(0);
    watch.numbers_vary_in("pid=").keep("part_3_watching_ss");
    let mut watch = scene.terminal();
    watch.run("lsof -nPl -iTCP:1081 | grep LISTEN").exits(0);
    watch.numbers_vary_in("(LISTEN)").keep("part_3_watching_lsof");
}

#[test]
fn tcpdump_sees_what_travels() {
    if !works("timeout 1 tcpdump -i lo -w /dev/null port 9; test $? = 124") {
        return;
    }
    // An acknowledgement may travel with what comes next: the book shows a run in which each did by itself.
    assert!((0..10).any(|_| each_packet_alone()), "ten times an acknowledgement did not travel by itself");
}

/// Keeps what travelled, if each acknowledgement travelled by itself.
fn each_packet_alone() -> bool {
    let scene = Scene::new();
    let _server = scene.server(SERVER);
    let mut watch = scene.terminal();
    watch.run("tcpdump -i lo -nn -t -l -c 9 tcp port 1081 2>&1 | sed 's/, win.*length/, length/'");
    watch.wait_for("listening on lo");
    let mut client = scene.terminal();
    client.run(ASK).exits(0).text();
    watch.ends();
    let alone =
        ["ack 3, length 0\nIP", "Flags [.], ack 5, length 0", "Flags [.], ack 3, length 0\n9 packets"];
    let kept = alone.iter().all(|line| watch.text().contains(line));
    if kept {
        client.keep("part_3_watching_client");
        // The first numbers of a connection are random, and all interfaces are counted.
        watch
            .numbers_vary_in("Flags [S")
            .numbers_vary_in("received by filter")
            .keep("part_3_watching_tcpdump");
    }
    kept
}

#[test]
fn strace_sees_each_call() {
    if !works("strace -e trace=none true") {
        return;
    }
    let scene = Scene::new();
    let mut server = scene.terminal();
    server.run(STRACE).wait_for("listen(");
    let mut client = scene.terminal();
    client.run(ASK).exits(0).text();
    server
        .wait_for("\nrecvfrom(4, \"\", 2048, 0, NULL, NULL)    = 0\naccept4(3,")
        .keep("part_3_watching_strace");
}
