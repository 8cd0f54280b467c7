//! The ports of the book and those of the machine that a test runs on.

use std::{collections::BTreeMap, ops::RangeInclusive};
use support::{ReservedPort, follows_host, replace_numbers};

/// The ports that stand in the book's commands.
const SHOWN: RangeInclusive<u16> = 1081..=1089;

/// The ports of clients in the book: the first, and how far they are apart.
const CLIENTS: (u16, usize) = (50312, 6);

/// Which port of the machine stands for which of the book, in one scene.
#[derive(Debug, Default)]
pub(crate) struct Ports {
    /// From the machine's to the book's.
    shown: BTreeMap<u16, u16>,
    /// What keeps the ports ours as long as the scene lasts.
    reserved: Vec<ReservedPort>,
    clients: usize,
    /// Whether a command has asked for an IPv6 address, so that the IPv6 loopback is no other name for localhost.
    ipv6: bool,
}

impl Ports {
    /// A command of the book with ports that are free here.
    pub(crate) fn real(&mut self, command: &str) -> String {
        self.ipv6 |= command.contains("::");
        replace_ports(command, |_, port| SHOWN.contains(&port).then(|| self.free(port)))
    }

    /// What a program says here, with the book's ports.
    pub(crate) fn shown(&mut self, output: &str) -> String {
        let ipv6 = self.ipv6;
        let shown = replace_ports(output, |before, port| {
            let known = self.shown.get(&port).copied();
            let client = port > 1023 && !SHOWN.contains(&port) && follows_host(before);
            known.or_else(|| client.then(|| self.client(port)))
        });
        if ipv6 { shown } else { shown.replace("[::1]:", "127.0.0.1:") }
    }

    /// The port that stands for this one of the book's.
    fn free(&mut self, shown: u16) -> u16 {
        let known = self.shown.iter().find(|(_, known)| **known == shown).map(|(real, _)| *real);
        known.unwrap_or_else(|| {
            let reserved = ReservedPort::new().expect("a port is free");
            let real = reserved.port();
            self.reserved.push(reserved);
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

/// Replaces numbers that could be ports; the closure gets what stands before one.
fn replace_ports(text: &str, mut replacement: impl FnMut(&str, u16) -> Option<u16>) -> String {
    replace_numbers(text, |before, number, _| {
        // As `tcpdump` writes them: 127.0.0.1.1081.
        let (address, port) = number.split_at(number.rfind('.').map_or(0, |point| point + 1));
        Some(format!("{address}{}", replacement(before, port.parse().ok()?)?))
    })
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
    fn clients_are_numbered_as_they_are_first_seen() {
        let mut ports = Ports::default();
        assert_eq!(ports.shown("127.0.0.1:40001 connected"), "127.0.0.1:50312 connected");
        assert_eq!(ports.shown("127.0.0.1:40009, [::1]:40001"), "127.0.0.1:50318, 127.0.0.1:50312");
    }

    #[test]
    fn a_port_may_stand_after_a_point() {
        let mut ports = Ports::default();
        let real = ports.real("1081");
        assert_eq!(
            ports.shown(&format!("127.0.0.1.{real} > 127.0.0.1.80:")),
            "127.0.0.1.1081 > 127.0.0.1.80:"
        );
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
        assert_eq!(ports.shown("[::1]:40001 connected"), "[::1]:50312 connected");
    }
}
