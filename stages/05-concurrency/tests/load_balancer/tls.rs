//! TLS in front of a server: what `deploy/tls.cfg` promises, and OpenSSL's client sees.

use crate::{eavesdropper::Eavesdropper, site::haproxy};
use socket2::{Domain, Socket, Type};
use std::{
    net::{SocketAddr, TcpStream},
    path::PathBuf,
    process::{Command, Stdio},
    time::Duration,
};
use tempfile::TempDir;
use testkit::{Peer, Program, ReservedPort, eventually, protocol::ExternalClient};

/// A server, and HAProxy in front of it with a certificate of its own.
struct TlsSite {
    server: Program,
    proxy: ExternalClient,
    address: SocketAddr,
    folder: TempDir,
    _port: ReservedPort,
}

impl TlsSite {
    /// Starts both; nothing where HAProxy or OpenSSL is not installed. One address may have this many connections.
    fn start(per_address: u32) -> Option<Self> {
        ExternalClient::start("openssl", &["version"])?;
        let folder = tempfile::tempdir().unwrap();
        let server = Program::start(env!("CARGO_BIN_EXE_concurrency"), &["127.0.0.1", "0"]);
        let port = ReservedPort::new().unwrap();
        let address = SocketAddr::from(([127, 0, 0, 5], port.port()));
        let certificate = folder.path().join("calculator.pem");
        make_certificate(&certificate);
        let mut command = haproxy("tls.cfg");
        command.env("CERTIFICATE", &certificate).env("PER_ADDRESS", per_address.to_string());
        command.env("TLS_LISTEN", address.to_string()).env("SERVER", server.address().to_string());
        let proxy = ExternalClient::start_command(command)?;
        eventually("HAProxy listens", || TcpStream::connect(address).is_ok());
        Some(Self { server, proxy, address, folder, _port: port })
    }

    /// OpenSSL's client, which connects to this address, and trusts the certificate if the name is the right one.
    fn client(&self, address: SocketAddr, name: &str) -> Command {
        let mut command = Command::new("openssl");
        command.args(["s_client", "-quiet", "-verify_quiet", "-verify_return_error"]);
        command.args(["-verify_hostname", name, "-servername", name, "-connect", &address.to_string()]);
        command.arg("-CAfile").arg(self.certificate());
        command
    }

    /// The same, running.
    fn connect(&self, address: SocketAddr) -> ExternalClient {
        ExternalClient::start_command(self.client(address, "localhost")).unwrap()
    }

    /// The same, from another machine's address.
    fn connect_from(&self, local: &str) -> ExternalClient {
        let mut command = self.client(self.address, "localhost");
        command.args(["-bind", &format!("{local}:0")]);
        ExternalClient::start_command(command).unwrap()
    }

    fn certificate(&self) -> PathBuf {
        self.folder.path().join("calculator.pem")
    }
}

/// Writes a certificate for `localhost`, and its key beside it, where HAProxy looks for it.
fn make_certificate(path: &PathBuf) {
    let mut command = Command::new("openssl");
    command.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-noenc"]);
    command.args(["-days", "30", "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]);
    let output = command.arg("-out").arg(path).arg("-keyout").arg(path.with_extension("pem.key")).output();
    let output = output.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

#[test]
fn a_machine_on_the_way_reads_a_plain_connection_and_of_tls_only_the_name() {
    let Some(site) = TlsSite::start(100) else { return };
    let plain = Eavesdropper::before(site.server.address());
    assert_eq!(Peer::connect(plain.address()).ask("2^0.5"), "1.4142135623730951");
    assert!(plain.saw("2^0.5\n") && plain.saw("1.4142135623730951\n"));
    let tls = Eavesdropper::before(site.address);
    site.connect(tls.address()).say("2^0.5\n").expect("1.4142135623730951");
    assert!(!tls.saw("2^0.5") && !tls.saw("1.4142"));
    assert!(tls.saw("localhost"), "the name goes before the encryption begins");
}

#[test]
fn a_client_that_does_not_trust_the_certificate_never_reaches_the_server() {
    let Some(mut site) = TlsSite::start(100) else { return };
    let other_name = site.client(site.address, "calculator.example");
    let mut unknown = Command::new("openssl");
    unknown.args(["s_client", "-quiet", "-verify_return_error", "-connect", &site.address.to_string()]);
    for mut client in [other_name, unknown] {
        let output = client.stdin(Stdio::null()).output().unwrap();
        let reason = String::from_utf8_lossy(&output.stderr);
        assert!(!output.status.success() && reason.contains("certificate verify failed"), "{reason}");
    }
    site.connect(site.address).say("1+1\n").expect("2");
    site.server.terminate();
    assert!(site.server.wait_within(Duration::from_secs(5)).success());
    assert_eq!(site.server.stderr().matches(" connected").count(), 1);
}

#[test]
fn one_address_gets_no_more_than_its_share_and_the_others_are_served() {
    let Some(site) = TlsSite::start(2) else { return };
    let clients = [(); 2].map(|()| {
        let mut client = site.connect_from("127.0.0.9");
        client.say("1+1\n").expect("2");
        client
    });
    let third = Socket::new(Domain::IPV4, Type::STREAM, None).unwrap();
    third.bind(&SocketAddr::from(([127, 0, 0, 9], 0)).into()).unwrap();
    third.connect(&site.address.into()).unwrap();
    // HAProxy resets what it rejects.
    Peer::from(TcpStream::from(third)).wait_closed();
    site.connect_from("127.0.0.10").say("1+1\n").expect("2");
    drop(clients);
}

#[test]
fn the_log_says_whose_connection_it_was() {
    let Some(site) = TlsSite::start(100) else { return };
    site.connect_from("127.0.0.9").say("2+3*4\n").expect("14");
    eventually("the log has a line", || site.proxy.stderr().contains(" bytes in"));
    let log = site.proxy.stderr();
    assert!(log.contains(" 127.0.0.9:") && log.contains(" TLSv1.3: 6 bytes in, 3 out, "), "{log}");
    assert!(!site.server.stderr().contains("127.0.0.9"), "the server sees HAProxy's address");
}

#[test]
fn through_a_tunnel_a_client_without_tls_is_served() {
    let Some(site) = TlsSite::start(100) else { return };
    let port = ReservedPort::new().unwrap();
    let listen = format!("TCP-LISTEN:{},bind=127.0.0.6,reuseaddr,fork", port.port());
    // It checks the name for which the certificate is, whatever the address is that it connects to.
    let connect =
        format!("OPENSSL:{},commonname=localhost,cafile={}", site.address, site.certificate().display());
    let Some(_tunnel) = ExternalClient::start("socat", &[&listen, &connect]) else { return };
    let address = SocketAddr::from(([127, 0, 0, 6], port.port()));
    eventually("socat listens", || TcpStream::connect(address).is_ok());
    assert_eq!(Peer::connect(address).ask("2+3*4"), "14");
}
