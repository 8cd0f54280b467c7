//! The terminals of "TLS in front of the server": who can read along, and who can not any more.
#![cfg(target_os = "linux")]

use book::{Scene, Terminal};
use testkit::{works, works_as_required};

const SERVER: &str = "cargo run -p concurrency -- 127.0.0.1 1081";
const CERTIFICATE: &str = "openssl req -x509 -days 30 -noenc \\
    -newkey ec -pkeyopt ec_paramgen_curve:P-256 \\
    -subj /CN=localhost -addext subjectAltName=DNS:localhost \\
    -keyout ~/calculator.pem.key -out ~/calculator.pem 2>/dev/null";
const TLS: &str = "env CERTIFICATE=$HOME/calculator.pem \\
    TLS_LISTEN=127.0.0.1:1086 SERVER=127.0.0.1:1081 \\
    haproxy -f deploy/tls.cfg";
const CLIENT: &str = "openssl s_client -quiet -verify_quiet -verify_return_error \\
    -CAfile $HOME/calculator.pem -verify_hostname localhost \\
    -servername localhost -connect localhost:1086";

/// A capture takes a privilege, which not every test has.
const CAPTURE: &str = "timeout 1 tcpdump -i lo -w /dev/null port 9; test $? = 124";
const PROXY: [&str; 2] = ["openssl version", "command -v haproxy"];

/// Terminals in which a server and TLS in front of it run, and one in which the certificate was made.
fn site(scene: &Scene) -> [Terminal; 3] {
    let mut terminals = [(); 3].map(|()| scene.terminal());
    let [server, proxy, shell] = &mut terminals;
    server.run(SERVER).wait_for("listening on");
    shell.run(CERTIFICATE).exits(0);
    proxy.run(TLS);
    wait_for_port(scene, 1086);
    terminals
}

/// Waits until something listens there; HAProxy and socat do not say when they do.
fn wait_for_port(scene: &Scene, port: u16) {
    scene
        .terminal()
        .run(&format!("until ss -Htln 'sport = :{port}' | grep -q .; do sleep 0.1; done"))
        .exits(0);
}

#[test]
fn tcpdump_reads_along_on_a_plain_connection() {
    if !works(CAPTURE) {
        return;
    }
    let scene = Scene::new();
    let _server = scene.server(SERVER);
    let mut watch = scene.terminal();
    watch.run(
        "tcpdump -i lo -nn -q -t -l -A -c 2 \\\n    \
        'tcp port 1081 and tcp[13] & 8 != 0' 2>&1 \\\n    \
        | sed -u '/^E/{:a; s/^.\\{52\\}//; t; N; ba}; /^$/d'",
    );
    watch.wait_for("listening on lo");
    let mut client = scene.terminal();
    client.run("cargo run -p calculator-client -- 127.0.0.1 1081 2+3*4").exits(0).text();
    watch.ends();
    watch.numbers_vary_in("IP ").numbers_vary_in("received by filter").keep("public_plain");
}

#[test]
fn through_tls_tcpdump_sees_only_the_name_and_the_sizes() {
    if !(works(CAPTURE) && PROXY.into_iter().all(works_as_required)) {
        return;
    }
    // The system decides what travels in one packet: the book shows the usual run.
    assert!((0..10).any(|_| nothing_but_sizes_is_seen()), "ten times the packets were other ones");
}

/// Keeps what was seen and the three terminals around it, if the packets were as the book has them.
fn nothing_but_sizes_is_seen() -> bool {
    let scene = Scene::new();
    let [_server, mut proxy, mut shell] = site(&scene);
    let mut watch = scene.terminal();
    watch.run("tcpdump -i lo -nn -q -t -l -A \\\n    'tcp port 1086 and tcp[13] & 8 != 0' >~/tls.txt");
    watch.wait_for("listening on lo");
    let mut client = scene.terminal();
    client.run(CLIENT).type_line("2+3*4").wait_for("\n14");
    scene.terminal().run("until grep -aq ': tcp 25$' ~/tls.txt; do sleep 0.1; done").exits(0);
    watch.interrupt();
    client.interrupt();
    proxy.wait_for("bytes in");
    let mut look = scene.terminal();
    look.run("grep -a ^IP ~/tls.txt | cut -d' ' -f2-").exits(0);
    look.run("grep -ac '2+3' ~/tls.txt; grep -ao localhost ~/tls.txt").exits(0);
    let text = look.text();
    let usual = text.matches(": tcp ").count() == 7 && text.contains(": tcp 28\n127.0.0.1.1086");
    if usual {
        assert!(text.ends_with("~/tls.txt\n0\nlocalhost\n"), "{text}");
        look.numbers_vary_in(": tcp ").keep("public_tls_seen");
        shell.keep("public_certificate");
        client.keep("public_tls_client");
        proxy.numbers_vary_in("TLSv1").keep("public_tls_proxy");
    }
    usual
}

#[test]
fn a_client_without_tls_is_served_through_a_tunnel() {
    if ![PROXY[0], PROXY[1], "socat -V"].into_iter().all(works_as_required) {
        return;
    }
    let scene = Scene::new();
    let _terminals = site(&scene);
    let mut tunnel = scene.terminal();
    tunnel.run(
        "socat TCP-LISTEN:1087,bind=127.0.0.1,reuseaddr,fork \\\n    \
        OPENSSL:localhost:1086,cafile=$HOME/calculator.pem",
    );
    wait_for_port(&scene, 1087);
    let mut client = scene.terminal();
    client
        .run("cargo run -p calculator-client -- localhost 1087 2+3*4")
        .exits(0)
        .keep("public_tunnel_client");
    tunnel.keep("public_tunnel");
}

#[test]
fn a_name_that_is_not_in_the_certificate_ends_the_handshake() {
    if !PROXY.into_iter().all(works_as_required) {
        return;
    }
    let scene = Scene::new();
    let _terminals = site(&scene);
    let mut client = scene.terminal();
    client.run(&CLIENT.replace("-verify_hostname localhost", "-verify_hostname calculator.example"));
    client.exits(1);
    assert!(client.text().contains("hostname mismatch"), "{}", client.text());
}
