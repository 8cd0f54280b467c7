//! A site: three servers, and HAProxy before them, with the configuration that the repository has.

use std::{
    env,
    io::{Read as _, Write as _},
    net::SocketAddr,
    os::unix::net::UnixStream,
    path::PathBuf,
    process::Command,
    time::Duration,
};
use tempfile::TempDir;
use testkit::{DEADLINE, Peer, Program, ReservedPort, eventually, protocol::ExternalClient};

const PROGRAM: &str = env!("CARGO_BIN_EXE_concurrency");
const DEPLOY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../deploy");

/// What the configuration calls the servers, and where they are.
///
/// Linux has the whole of 127.0.0.0/8 for loopback. Each server has an address of its own there, as if on a machine of
/// its own, and a port that nobody takes before it starts again.
pub(crate) const SERVERS: [(&str, &str); 3] =
    [("one", "127.0.0.2"), ("two", "127.0.0.3"), ("three", "127.0.0.4")];

/// How often a server's health is checked. Four failed checks take a server out and cut its connections.
#[derive(Clone, Copy)]
pub(crate) enum Checks {
    /// So that the fourth comes after a server has left well, as the configuration has it outside of tests.
    Calm,
    /// So that a test of what is dead does not have to wait.
    Hasty,
}

/// Three servers and a balancer.
pub(crate) struct Site {
    servers: [Option<Program>; 3],
    balancer: ExternalClient,
    address: SocketAddr,
    admin: PathBuf,
    _folder: TempDir,
    ports: Vec<ReservedPort>,
}

impl Site {
    /// Starts all of them, and waits until the balancer has found each server well; nothing where there is no HAProxy.
    pub(crate) fn start(checks: Checks) -> Option<Self> {
        let ports = SERVERS.map(|_| ReservedPort::new().unwrap());
        let mut numbers = ports.iter().map(|reserved| reserved.port().to_string());
        let servers =
            SERVERS.map(|(_, host)| Program::start(PROGRAM, &[host, &numbers.next().unwrap_or_default()]));
        let mut site = Self::before(servers.each_ref().map(|server| server.address()), checks)?;
        site.servers = servers.map(Some);
        site.ports.extend(ports);
        for (name, _) in SERVERS {
            site.wait_until(name, "check_status", "L7OK");
        }
        Some(site)
    }

    /// Starts the balancer before servers of the test's own.
    pub(crate) fn before(servers: [SocketAddr; 3], checks: Checks) -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let admin = folder.path().join("admin.sock");
        // HAProxy cannot say which port it has got.
        let port = ReservedPort::new().unwrap();
        let address = SocketAddr::from(([127, 0, 0, 5], port.port()));
        let [one, two, three] = servers.map(|server| server.to_string());
        let mut command = haproxy("haproxy.cfg");
        command.envs([("LISTEN", address.to_string()), ("ONE", one), ("TWO", two), ("THREE", three)]);
        let interval = match checks {
            Checks::Calm => "500ms",
            Checks::Hasty => "200ms",
        };
        command.env("ADMIN", &admin).env("INTERVAL", interval);
        let balancer = ExternalClient::start_command(command)?;
        let servers = [const { None }; 3];
        let site = Self { servers, balancer, address, admin, _folder: folder, ports: vec![port] };
        eventually("the balancer listens", || UnixStream::connect(&site.admin).is_ok());
        Some(site)
    }

    /// Where clients connect.
    pub(crate) fn address(&self) -> SocketAddr {
        self.address
    }

    /// A new client of whichever server the balancer chooses.
    pub(crate) fn connect(&self) -> Peer {
        Peer::connect(self.address)
    }

    /// A server by its name.
    pub(crate) fn server(&self, name: &str) -> &Program {
        self.servers[index(name)].as_ref().expect("it runs")
    }

    /// Kills a server, as a power cut does.
    pub(crate) fn kill(&mut self, name: &str) -> SocketAddr {
        let address = self.server(name).address();
        self.servers[index(name)] = None;
        address
    }

    /// Shuts a server down as for a restart, and waits until it has ended well; what it has logged.
    pub(crate) fn stop(&mut self, name: &str) -> (SocketAddr, String) {
        let mut server = self.servers[index(name)].take().expect("it runs");
        server.terminate();
        assert!(server.wait_within(Duration::from_secs(5)).success(), "{}", server.stderr());
        (server.address(), server.stderr())
    }

    /// Starts a server again, where it was.
    pub(crate) fn start_again(&mut self, name: &str, address: SocketAddr) {
        let arguments = [address.ip().to_string(), address.port().to_string()];
        let server = Program::start(PROGRAM, &arguments.each_ref().map(String::as_str));
        self.servers[index(name)] = Some(server);
    }

    /// Has the balancer send nobody new to a server.
    pub(crate) fn drain(&self, name: &str) {
        self.set(name, "drain");
    }

    /// Has it send clients again, and waits until it finds the server well.
    pub(crate) fn ready(&self, name: &str) {
        self.set(name, "ready");
        self.wait_until(name, "status", "UP");
    }

    /// Waits until the last conversation with a server is over.
    pub(crate) fn wait_until_idle(&self, name: &str) {
        self.wait_until(name, "scur", "0");
    }

    /// Waits until the balancer says this of a server.
    #[track_caller]
    pub(crate) fn wait_until(&self, name: &str, field: &str, value: &str) {
        eventually(
            &format!("{field} of {name} is {value}; HAProxy told:\n{}", self.balancer.stderr()),
            || self.statistic(name, field) == value,
        );
    }

    /// How many clients the balancer has sent to a server.
    pub(crate) fn sent_to(&self, name: &str) -> u64 {
        self.statistic(name, "stot").parse().expect("a number of sessions")
    }

    /// A field of what the balancer knows of a server.
    fn statistic(&self, name: &str, field: &str) -> String {
        let table = self.admin("show stat");
        let mut rows = table.trim_start_matches("# ").lines().map(|row| row.split(',').collect::<Vec<_>>());
        let column = rows.next().and_then(|names| names.iter().position(|name| *name == field));
        let row = rows.find(|row| row.get(1) == Some(&name)).expect("HAProxy knows the server");
        row[column.expect("HAProxy knows the field")].to_owned()
    }

    fn set(&self, name: &str, state: &str) {
        let answer = self.admin(&format!("set server calculator/{name} state {state}"));
        assert_eq!(answer.trim(), "");
    }

    /// Gives the balancer a command.
    fn admin(&self, command: &str) -> String {
        let mut socket = UnixStream::connect(&self.admin).expect("HAProxy runs");
        socket.set_read_timeout(Some(DEADLINE)).unwrap();
        socket.write_all(format!("{command}\n").as_bytes()).unwrap();
        let mut answer = String::new();
        socket.read_to_string(&mut answer).unwrap();
        answer
    }
}

/// HAProxy with a configuration that the repository has. Debian has it where not everybody looks.
pub(crate) fn haproxy(configuration: &str) -> Command {
    let mut command = Command::new("haproxy");
    command.args(["-f", &format!("{DEPLOY}/{configuration}")]);
    command.env("PATH", format!("{}:/usr/sbin", env::var("PATH").unwrap_or_default()));
    command
}

fn index(name: &str) -> usize {
    SERVERS.iter().position(|(known, _)| *known == name).expect("one of three")
}
