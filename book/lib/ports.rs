//! The ports of the book and those of the machine that a test runs on.

use socket2::{Domain, Socket, Type};
use std::{
    collections::BTreeMap,
    env,
    fs::{self, File},
    net::{Ipv4Addr, SocketAddr},
    ops::RangeInclusive,
    process,
    sync::atomic::{AtomicU16, Ordering},
};

/// The ports that stand in the book's commands.
const SHOWN: RangeInclusive<u16> = 1081..=1089;

/// The ports of clients in the book: the first, and how far they are apart.
const CLIENTS: (u16, usize) = (50312, 6);

/// Where free ports are looked for: below all those that systems give to clients (Linux from 32768, others from 49152),
/// so that no connection of another test takes one.
const FREE: u16 = 20_000;
const PLACES: u16 = 10_000;

/// What stands before the colon of a port.
const HOSTS: [&str; 4] = ["127.0.0.1:", "localhost:", "0.0.0.0:", "]:"];

/// Which port of the machine stands for which of the book, in one scene.
#[derive(Debug, Default)]
pub(crate) struct Ports {
    /// From the machine's to the book's.
    shown: BTreeMap<u16, u16>,
    /// What keeps the ports ours as long as the scene lasts.
    reserved: Vec<File>,
    clients: usize,
    /// Whether a command has asked for an IPv6 address, so that the IPv6 loopback is no other name for localhost.
    ipv6: bool,
}

impl Ports {
    /// A command of the book with ports that are free here.
    pub(crate) fn real(&mut self, command: &str) -> String {
        self.ipv6 |= command.contains("::");
        replace_numbers(command, |_, number| SHOWN.contains(&number).then(|| self.free(number)))
    }

    /// What a program says here, with the book's ports.
    pub(crate) fn shown(&mut self, output: &str) -> String {
        let ipv6 = self.ipv6;
        let shown = replace_numbers(output, |before, number| {
            let known = self.shown.get(&number).copied();
            let client =
                number > 1023 && !SHOWN.contains(&number) && HOSTS.iter().any(|host| before.ends_with(host));
            known.or_else(|| client.then(|| self.client(number)))
        });
        if ipv6 { shown } else { shown.replace("[::1]:", "127.0.0.1:") }
    }

    /// The port that stands for this one of the book's.
    fn free(&mut self, shown: u16) -> u16 {
        let known = self.shown.iter().find(|(_, known)| **known == shown).map(|(real, _)| *real);
        known.unwrap_or_else(|| {
            let (real, reservation) = free_port();
            self.reserved.push(reservation);
            self.shown.insert(real, shown);
            real
        })
    }

    /// The next port for a client that has not been seen before.
    fn client(&mut self, real: u16) -> u16 {
        let (first, apart) = CLIENTS;
        let shown = first + u16::try_from(self.clients * apart).expect("few clients are shown");
        self.clients += 1;
        self.shown.insert(real, shown);
        shown
    }
}

/// A port that nobody listens on, and a locked file that says that it is taken: between two programs of a scene nobody
/// listens on it, and the tests of another process would take it for free.
fn free_port() -> (u16, File) {
    static TRIED: AtomicU16 = AtomicU16::new(0);
    // Tests that run at the same time look in different places.
    let own = u16::try_from(process::id() % u32::from(PLACES)).expect("a remainder fits");
    (0..PLACES)
        .map(|_| FREE + (own + TRIED.fetch_add(1, Ordering::Relaxed) % PLACES) % PLACES)
        .filter_map(|port| Some((port, reserve(port)?)))
        .find(|(port, _)| is_free(*port))
        .unwrap_or_else(|| panic!("none of {PLACES} ports from {FREE} is free"))
}

/// Whether not even a connection in `TIME_WAIT` is left of those who had this port: it would stand in the transcript.
fn is_free(port: u16) -> bool {
    // The standard library's own listener would not mind, on Unix.
    Socket::new(Domain::IPV4, Type::STREAM, None)
        .and_then(|socket| socket.bind(&SocketAddr::from((Ipv4Addr::LOCALHOST, port)).into()))
        .is_ok()
}

/// The lock that stands for a port, unless somebody has it.
fn reserve(port: u16) -> Option<File> {
    // One folder for each user: the files of another could not be opened.
    let user = env::var("USER").or_else(|_| env::var("USERNAME")).unwrap_or_default();
    let folder = env::temp_dir().join(format!("ports-of-the-book-{user}"));
    fs::create_dir_all(&folder).expect("a folder for temporary files can be made");
    // Opened to be locked, never written to.
    let file = File::options().create(true).append(true).open(folder.join(port.to_string()));
    let file = file.expect("a file can be made in a folder of ours");
    file.try_lock().is_ok().then_some(file)
}

/// Replaces numbers that could be ports; the closure is told what stands before one.
fn replace_numbers(text: &str, mut replacement: impl FnMut(&str, u16) -> Option<u16>) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find(|letter: char| letter.is_ascii_digit()) {
        let (before, from) = rest.split_at(start);
        let end = from.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(from.len());
        let (digits, after) = from.split_at(end);
        replaced.push_str(before);
        match digits.parse().ok().and_then(|number| replacement(&replaced, number)) {
            Some(number) => replaced.push_str(&number.to_string()),
            None => replaced.push_str(digits),
        }
        rest = after;
    }
    replaced + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_port_of_the_book_stands_for_the_same_free_port_throughout() {
        let mut ports = Ports::default();
        let first = ports.real("echo localhost 1081");
        assert_ne!(first, "echo localhost 1081");
        assert_eq!(ports.real("echo localhost 1081"), first);
        assert_ne!(ports.real("echo localhost 1082"), first);
        assert_eq!(ports.shown(&first), "echo localhost 1081");
    }

    #[test]
    fn a_reserved_port_is_given_to_nobody_else() {
        let (port, _reservation) = free_port();
        assert!(reserve(port).is_none());
        assert_ne!(free_port().0, port);
    }

    #[test]
    fn clients_are_numbered_as_they_are_first_seen() {
        let mut ports = Ports::default();
        assert_eq!(ports.shown("127.0.0.1:40001 came"), "127.0.0.1:50312 came");
        assert_eq!(ports.shown("127.0.0.1:40009, [::1]:40001"), "127.0.0.1:50318, 127.0.0.1:50312");
    }

    #[test]
    fn other_numbers_stay() {
        let mut ports = Ports::default();
        let text = "0.203 s → 2+3*4 = 14, localhost:0, 127.0.0.1:80, 18446744073709551616, 127.0.0.1";
        assert_eq!(ports.shown(text), text);
    }

    #[test]
    fn the_ipv6_loopback_stays_where_a_command_asks_for_it() {
        let mut ports = Ports::default();
        ports.real("echo ::1 1081");
        assert_eq!(ports.shown("[::1]:40001 came"), "[::1]:50312 came");
    }
}
