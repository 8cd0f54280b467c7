//! Conversations through clients that we did not write; each is skipped where it is not installed.

use super::ExternalClient;
use crate::Program;

/// netcat types lines and waits for each reply.
#[track_caller]
pub fn netcat_is_answered(server: &Program) {
    let [host, port] = &words(server);
    if let Some(netcat) = ExternalClient::start("nc", &[host, port]) {
        converse(netcat);
    }
}

/// telnet ends its lines with CRLF.
#[track_caller]
pub fn telnet_is_answered(server: &Program) {
    let [host, port] = &words(server);
    if let Some(telnet) = ExternalClient::start("telnet", &[host, port]) {
        converse(telnet);
    }
}

/// socat ends its sending half when its input ends, and still prints what comes.
#[track_caller]
pub fn socat_is_answered(server: &Program) {
    let address = format!("TCP:{}", server.address());
    if let Some(mut socat) = ExternalClient::start("socat", &["-t", "10", "-", &address]) {
        socat.say("1+1\n2+2").say_no_more().expect("2").expect("4");
    }
}

/// A Python socket does the same, the way Python's own examples do.
#[track_caller]
pub fn a_python_socket_is_answered(server: &Program) {
    const SCRIPT: &str = "
import socket, sys
with socket.create_connection((sys.argv[1], int(sys.argv[2])), timeout=10) as server:
    server.sendall(b'2+3*4\\n1/0\\n2*(3')
    server.shutdown(socket.SHUT_WR)
    while data := server.recv(1024):
        sys.stdout.buffer.write(data)
";
    let [host, port] = &words(server);
    if let Some(mut python) = ExternalClient::start("python3", &["-c", SCRIPT, host, port]) {
        python.expect("14").expect("error: division by zero").expect("error: unmatched '(' at column 3");
    }
}

fn words(server: &Program) -> [String; 2] {
    [server.address().ip().to_string(), server.address().port().to_string()]
}

#[track_caller]
fn converse(mut client: ExternalClient) {
    client.say("2+3*4\n").expect("14");
    client.say("1/0\n").expect("error: division by zero");
    client.say("2*(3\n").expect("error: unmatched '(' at column 3");
    client.say("\n").expect("error: the expression is empty");
    client.say("0.1+0.2\n2^10\n").expect("0.30000000000000004").expect("1024");
}
