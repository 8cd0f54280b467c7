//! Try every address.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{Clock, Connector, Exercise, fail, has_ipv6, same, unusual_addresses};
use exercise::connect;
use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    time::Duration,
};

const EVERY_ADDRESS: Exercise = Exercise {
    name: "every_address",
    read: "part 4, \"Connecting with a timeout\" (book/src/4-client/connecting.md)",
};

/// How an attempt may fail, and some errors that no attempt should give.
const WAYS_TO_FAIL: [ErrorKind; 13] = [
    ErrorKind::TimedOut,
    ErrorKind::NetworkUnreachable,
    ErrorKind::PermissionDenied,
    ErrorKind::HostUnreachable,
    ErrorKind::ConnectionReset,
    ErrorKind::AddrNotAvailable,
    ErrorKind::Interrupted,
    ErrorKind::WouldBlock,
    ErrorKind::InvalidInput,
    ErrorKind::Unsupported,
    ErrorKind::OutOfMemory,
    ErrorKind::ConnectionRefused,
    ErrorKind::Other,
];

/// Without a delay.
const AT_ONCE: Duration = Duration::ZERO;

#[test]
fn when_the_first_address_refuses_the_second_is_connected_to() {
    EVERY_ADDRESS.check(
        "when the first address refuses, the second one is connected to.",
        "the first outcome leaves the loop, a connection or an error. Only a connection may leave it.",
        || {
            let mut connector = Connector::new(&Clock::default());
            // As `localhost` where the server listens on IPv4 only, and the system names IPv6 first.
            let first = if has_ipv6() { Ipv6Addr::LOCALHOST.into() } else { Ipv4Addr::LOCALHOST.into() };
            let closed = connector.closed(first);
            let open = connector.answering(AT_ONCE);
            let outcome = connect(&[closed, open], |address| connector.connect(address));
            leads_to(outcome, open, &connector);
            same("the list of addresses that your code tried", &connector.attempted(), &vec![closed, open]);
        },
    );
}

#[test]
fn whatever_goes_wrong_the_next_address_is_tried() {
    EVERY_ADDRESS.check(
        "whatever error an address gives, the next one is tried.",
        "only particular errors lead to the next address. \"Connection refused\" is only one of the errors that an \
         address may give.",
        || {
            let mut connector = Connector::new(&Clock::default());
            let mut addresses = WAYS_TO_FAIL.map(|kind| connector.failing(kind, AT_ONCE)).to_vec();
            let open = connector.answering(AT_ONCE);
            addresses.push(open);
            leads_to(connect(&addresses, |address| connector.connect(address)), open, &connector);
            same("the list of addresses that your code tried", &connector.attempted(), &addresses);
        },
    );
}

#[test]
fn after_the_first_that_answers_no_other_is_tried() {
    EVERY_ADDRESS.check(
        "after the first address that accepts, no other is tried.",
        "all addresses are tried before one connection is chosen. Each attempt costs a server a connection, and you \
         the time.",
        || {
            let mut connector = Connector::new(&Clock::default());
            let [open, other] = [connector.answering(AT_ONCE), connector.answering(AT_ONCE)];
            leads_to(connect(&[open, other], |address| connector.connect(address)), open, &connector);
            same("the list of addresses that your code tried", &connector.attempted(), &vec![open]);

            let mut connector = Connector::new(&Clock::default());
            let before = connector.failing(ErrorKind::HostUnreachable, AT_ONCE);
            let [open, other] = [connector.answering(AT_ONCE), connector.answering(AT_ONCE)];
            let after = connector.failing(ErrorKind::HostUnreachable, AT_ONCE);
            let addresses = [before, open, other, after];
            leads_to(connect(&addresses, |address| connector.connect(address)), open, &connector);
            same("the list of addresses that your code tried", &connector.attempted(), &addresses[..2].to_vec());
        },
    );
}

#[test]
fn when_none_answers_each_address_is_named_with_its_own_error() {
    EVERY_ADDRESS.check(
        "when no address accepts, each one is returned with its own error.",
        "only one error is kept, or one error is returned for all. Keep each error with its address: the last error \
         is seldom the one that explains the failure.",
        || {
            let mut connector = Connector::new(&Clock::default());
            let addresses = [
                connector.failing(ErrorKind::NetworkUnreachable, AT_ONCE),
                connector.closed(IpAddr::from(Ipv4Addr::LOCALHOST)),
                connector.failing(ErrorKind::TimedOut, AT_ONCE),
            ];
            let kinds = [ErrorKind::NetworkUnreachable, ErrorKind::ConnectionRefused, ErrorKind::TimedOut];
            let expected: Vec<_> = addresses.into_iter().zip(kinds).collect();
            let Err(errors) = connect(&addresses, |address| connector.connect(address)) else {
                fail("your code returned a connection, and no address accepts one");
            };
            let returned: Vec<_> = errors.iter().map(|(address, error)| (*address, error.kind())).collect();
            same("the list of addresses and errors", &returned, &expected);
            same("the list of addresses that your code tried", &connector.attempted(), &addresses.to_vec());
        },
    );
}

#[test]
fn however_many_fail_each_error_is_returned_as_it_came() {
    EVERY_ADDRESS.check(
        "however many addresses fail, and with whatever error, each is tried once, in order, and is returned with \
         the same error that `connect_to` gave.",
        "an address is tried twice, or the list is sorted or has a maximum length; or a new error is made from the \
         kind of the old one, which loses its text.",
        || {
            let mut connector = Connector::new(&Clock::default());
            let mut addresses: Vec<_> =
                WAYS_TO_FAIL.iter().rev().cycle().take(39).map(|&kind| connector.failing(kind, AT_ONCE)).collect();
            // This error is the system's own, and has its number.
            addresses.push(connector.closed(Ipv4Addr::LOCALHOST.into()));
            let mut given = Vec::new();
            let outcome = connect(&addresses, |address| {
                let outcome = connector.connect(address);
                given.extend(outcome.as_ref().err().map(|error| (address, all_of(error))));
                outcome
            });
            let Err(errors) = outcome else {
                fail("your code returned a connection, and no address accepts one");
            };
            same("the list of addresses that your code tried", &connector.attempted(), &addresses);
            same("the number of errors", &errors.len(), &addresses.len());
            let returned = errors.into_iter().map(|(address, error)| (address, all_of(&error)));
            for (number, (returned, given)) in (1..).zip(returned.zip(given)) {
                same(&format!("error {number} of 40"), &returned, &given);
            }
        },
    );
}

#[test]
fn each_address_is_tried_as_it_is() {
    EVERY_ADDRESS.check(
        "each address is tried and returned unchanged, whatever it looks like, and however many there are.",
        "a new address is made from the IP address and the port, which loses the scope of an IPv6 address; or some \
         addresses are skipped; or the list is sorted or has a maximum length.",
        || {
            for addresses in [unusual_addresses(), (1..=300).map(|port| (Ipv4Addr::LOCALHOST, port).into()).collect()] {
                let mut tried = Vec::new();
                let outcome = connect(&addresses, |address| {
                    tried.push(address);
                    Err(ErrorKind::HostUnreachable.into())
                });
                same("the list of addresses that your code tried", &tried, &addresses);
                let returned: Vec<_> = outcome.err().into_iter().flatten().map(|(address, _)| address).collect();
                same("the list of addresses in what you returned", &returned, &addresses);
            }
        },
    );
}

#[test]
fn no_addresses_give_an_empty_list() {
    EVERY_ADDRESS.check(
        "without addresses the result is an empty list, not a panic.",
        "the code assumes that the list has a first element. Some names have no addresses.",
        || {
            let mut connector = Connector::new(&Clock::default());
            let errors = connect(&[], |address| connector.connect(address)).err();
            same("the number of errors", &errors.map(|errors| errors.len()), &Some(0));
        },
    );
}

/// What an error says, and its number if it is one of the system.
fn all_of(error: &io::Error) -> (ErrorKind, String, Option<i32>) {
    (error.kind(), error.to_string(), error.raw_os_error())
}

/// There must be a connection, to this address, and it must be the one that `connect_to` gave.
fn leads_to(
    outcome: Result<TcpStream, Vec<(SocketAddr, io::Error)>>,
    address: SocketAddr,
    connector: &Connector,
) {
    match outcome {
        Ok(connection) => connector.expect_connection(&connection, address),
        Err(_) => fail(format!("your code returned no connection, and {address} would have accepted one")),
    }
}
