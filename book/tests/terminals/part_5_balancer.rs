//! The terminals of "Load balancing": three servers, and HAProxy in front of them.
#![cfg(target_os = "linux")]

use book::{Scene, Terminal};
use testkit::works_as_required;

const BALANCER: &str = "env ADMIN=127.0.0.1:1085 INTERVAL=1s LISTEN=127.0.0.1:1081 \\\n    \
    ONE=127.0.0.1:1082 TWO=127.0.0.1:1083 THREE=127.0.0.1:1084 \\\n    \
    haproxy -f deploy/haproxy.cfg";

/// The programs of others that a reader needs.
const PROGRAMS: &str = "command -v haproxy && command -v nc";

/// Terminals in which three servers and the load balancer run, and one more with a client that has got its first reply.
fn site(scene: &Scene) -> ([Terminal; 3], Terminal, Terminal) {
    let servers =
        [1082, 1083, 1084].map(|port| scene.server(&format!("cargo run -p concurrency -- 127.0.0.1 {port}")));
    let mut balancer = scene.terminal();
    balancer.numbers_vary_in("WARNING").run(BALANCER);
    let mut client = scene.terminal();
    client.run("cargo run -p calculator-client -- --retry localhost 1081").wait_for("to leave\n>");
    client.type_line("2+3*4").wait_for("14\n>");
    (servers, balancer, client)
}

/// Waits until the load balancer says this of a server.
fn wait_until(scene: &Scene, row: &str) {
    let show = r#"echo "show stat" | nc localhost 1085 | cut -d, -f2,5,8,18"#;
    scene.terminal().run(&format!("until {show} | grep -qx {row}; do sleep 0.1; done")).exits(0);
}

#[test]
fn a_client_does_not_notice_that_its_server_has_stopped() {
    if !works_as_required(PROGRAMS) {
        return;
    }
    let scene = Scene::new();
    let ([mut one, _two, _three], mut balancer, mut client) = site(&scene);
    one.interrupt();
    client.type_line("2^10").wait_for("1024\n>");
    balancer.wait_for("calculator/one is DOWN");
    client.type_line("quit").exits(0).keep("many_balancer_client");
    one.run("cargo run -p concurrency -- 127.0.0.1 1082").wait_for("listening on");
    balancer.wait_for("calculator/one is UP").wait_for("total in queue");
    balancer.keep("many_balancer");
}

#[test]
fn a_server_that_drains_keeps_its_client_and_gets_no_other() {
    if !works_as_required(PROGRAMS) {
        return;
    }
    let scene = Scene::new();
    let (_servers, _balancer, mut client) = site(&scene);
    let mut admin = scene.terminal();
    // Servers count as up from the beginning, but not yet as well.
    wait_until(&scene, "three,0,0,UP");
    admin.run(r#"echo "set server calculator/one state drain" | nc localhost 1085"#).exits(0);
    let mut newcomer = scene.terminal();
    newcomer.run("cargo run -p calculator-client -- localhost 1081 1+1").exits(0);
    client.type_line("2^10").wait_for("1024\n>");
    wait_until(&scene, "two,0,1,UP");
    admin.run(r#"echo "show stat" | nc localhost 1085 | cut -d, -f2,5,8,18"#).exits(0);
    client.type_line("quit").exits(0);
    admin.keep("many_balancer_drain");
}
