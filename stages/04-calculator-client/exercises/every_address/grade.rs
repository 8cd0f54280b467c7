//! Try every address.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::connect;
use std::{
    io::{self, ErrorKind, Write as _},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpStream},
    time::Duration,
};
use testkit::grade::{Clock, Dialler, Exercise, fail, has_ipv6, same};

const EVERY_ADDRESS: Exercise = Exercise {
    name: "every_address",
    read: "part 4, \"Connecting with a timeout\" (book/src/4-client/connecting.md)",
};

/// How a dial may fail, and some ways in which none ever should.
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

/// Nobody waits for an address here.
const AT_ONCE: Duration = Duration::ZERO;

#[test]
fn when_the_first_address_refuses_the_second_is_connected_to() {
    EVERY_ADDRESS.check(
        "when the first address refuses, the second is connected to.",
        "the first outcome leaves the loop, good or bad. A connection leaves it; an error must not.",
        || {
            let mut dialler = Dialler::new(&Clock::new());
            // As `localhost` where the server listens on IPv4 only, and the system names IPv6 first.
            let first = if has_ipv6() { Ipv6Addr::LOCALHOST.into() } else { Ipv4Addr::LOCALHOST.into() };
            let closed = dialler.closed(first);
            let open = dialler.answering(AT_ONCE);
            let outcome = connect(&[closed, open], |address| dialler.dial(address));
            leads_to(outcome, open, &dialler);
            same("the list of dialled addresses", &dialler.dialled(), &vec![closed, open]);
        },
    );
}

#[test]
fn whatever_goes_wrong_the_next_address_is_tried() {
    EVERY_ADDRESS.check(
        "whatever goes wrong with an address, the next one is tried.",
        "a particular error is looked for. A refusal is only one of the ways in which an address may fail.",
        || {
            let mut dialler = Dialler::new(&Clock::new());
            let mut addresses = WAYS_TO_FAIL.map(|kind| dialler.failing(kind, AT_ONCE)).to_vec();
            let open = dialler.answering(AT_ONCE);
            addresses.push(open);
            leads_to(connect(&addresses, |address| dialler.dial(address)), open, &dialler);
            same("the list of dialled addresses", &dialler.dialled(), &addresses);
        },
    );
}

#[test]
fn after_the_first_that_answers_nobody_else_is_dialled() {
    EVERY_ADDRESS.check(
        "the first address that answers is the last that is dialled.",
        "all are dialled before one is chosen. Each dial costs somebody else a connection, and you the time.",
        || {
            let mut dialler = Dialler::new(&Clock::new());
            let [open, other] = [dialler.answering(AT_ONCE), dialler.answering(AT_ONCE)];
            leads_to(connect(&[open, other], |address| dialler.dial(address)), open, &dialler);
            same("the list of dialled addresses", &dialler.dialled(), &vec![open]);

            let mut dialler = Dialler::new(&Clock::new());
            let before = dialler.failing(ErrorKind::HostUnreachable, AT_ONCE);
            let [open, other] = [dialler.answering(AT_ONCE), dialler.answering(AT_ONCE)];
            let after = dialler.failing(ErrorKind::HostUnreachable, AT_ONCE);
            let addresses = [before, open, other, after];
            leads_to(connect(&addresses, |address| dialler.dial(address)), open, &dialler);
            same("the list of dialled addresses", &dialler.dialled(), &addresses[..2].to_vec());
        },
    );
}

#[test]
fn when_none_answers_each_address_is_named_with_its_own_error() {
    EVERY_ADDRESS.check(
        "when none answers, each address is told with its own error.",
        "only one error is kept, or one is told for all. Keep each beside the address it belongs to: \
         the last is seldom the one that explains the trouble.",
        || {
            let mut dialler = Dialler::new(&Clock::new());
            let addresses = [
                dialler.failing(ErrorKind::NetworkUnreachable, AT_ONCE),
                dialler.closed(IpAddr::from(Ipv4Addr::LOCALHOST)),
                dialler.failing(ErrorKind::TimedOut, AT_ONCE),
            ];
            let kinds = [ErrorKind::NetworkUnreachable, ErrorKind::ConnectionRefused, ErrorKind::TimedOut];
            let expected: Vec<_> = addresses.into_iter().zip(kinds).collect();
            let Err(errors) = connect(&addresses, |address| dialler.dial(address)) else {
                fail("your code returned a connection, and no address answers");
            };
            let told: Vec<_> = errors.iter().map(|(address, error)| (*address, error.kind())).collect();
            same("the list of addresses and errors", &told, &expected);
            same("the list of dialled addresses", &dialler.dialled(), &addresses.to_vec());
        },
    );
}

#[test]
fn however_many_fail_each_error_is_told_as_it_came() {
    EVERY_ADDRESS.check(
        "however many addresses fail, and in whatever way, all are dialled once, in their order, and told with the very \
         error that the dial gave.",
        "an address is dialled again, or the list is sorted, or ends somewhere; or a new error is made of the kind of the \
         old one, which loses what that said.",
        || {
            let mut dialler = Dialler::new(&Clock::new());
            let mut addresses: Vec<_> =
                WAYS_TO_FAIL.iter().rev().cycle().take(39).map(|&kind| dialler.failing(kind, AT_ONCE)).collect();
            // This error is the system's own, and has its number.
            addresses.push(dialler.closed(Ipv4Addr::LOCALHOST.into()));
            let mut given = Vec::new();
            let outcome = connect(&addresses, |address| {
                let outcome = dialler.dial(address);
                given.extend(outcome.as_ref().err().map(|error| (address, all_of(error))));
                outcome
            });
            let Err(errors) = outcome else {
                fail("your code returned a connection, and no address answers");
            };
            same("the list of dialled addresses", &dialler.dialled(), &addresses);
            same("the number of errors", &errors.len(), &addresses.len());
            let told = errors.into_iter().map(|(address, error)| (address, all_of(&error)));
            for (number, (told, given)) in (1..).zip(told.zip(given)) {
                same(&format!("error {number} of 40"), &told, &given);
            }
        },
    );
}

#[test]
fn each_address_is_dialled_as_it_is() {
    EVERY_ADDRESS.check(
        "each address is dialled and told as it is, whatever it looks like, and however many there are.",
        "a new address is made of the host and the port, which loses the scope of an IPv6 address; or some addresses are \
         thought not to be worth a dial; or the list is sorted, or ends somewhere.",
        || {
            for addresses in [unusual(), (1..=300).map(|port| (Ipv4Addr::LOCALHOST, port).into()).collect()] {
                let mut dialled = Vec::new();
                let outcome = connect(&addresses, |address| {
                    dialled.push(address);
                    Err(ErrorKind::HostUnreachable.into())
                });
                same("the list of dialled addresses", &dialled, &addresses);
                let told: Vec<_> = outcome.err().into_iter().flatten().map(|(address, _)| address).collect();
                same("the list of addresses in what you returned", &told, &addresses);
            }
        },
    );
}

#[test]
fn of_no_addresses_comes_an_empty_list() {
    EVERY_ADDRESS.check(
        "of no addresses comes no connection and an empty list, not a panic.",
        "an element is taken from a list that may have none. Some names have no addresses at all.",
        || {
            let mut dialler = Dialler::new(&Clock::new());
            let errors = connect(&[], |address| dialler.dial(address)).err();
            same("the number of errors", &errors.map(|errors| errors.len()), &Some(0));
        },
    );
}

/// Addresses of every kind; nobody connects to them.
fn unusual() -> Vec<SocketAddr> {
    [
        "[fe80::1%7]:80",
        "[fe80::1%8]:80",
        "[::ffff:127.0.0.1]:80",
        "127.0.0.1:0",
        "0.0.0.0:80",
        "[ff02::1%7]:80",
    ]
    .map(|address| address.parse().expect("an address"))
    .to_vec()
}

/// What an error says, and its number if it is one of the system.
fn all_of(error: &io::Error) -> (ErrorKind, String, Option<i32>) {
    (error.kind(), error.to_string(), error.raw_os_error())
}

/// There must be a connection, to this address, and it must be the one that the dial gave.
fn leads_to(
    outcome: Result<TcpStream, Vec<(SocketAddr, io::Error)>>,
    address: SocketAddr,
    dialler: &Dialler,
) {
    match outcome {
        Ok(connection) => {
            let peer = connection.peer_addr().expect("a new connection has another end");
            same("the address that your connection leads to", &peer, &address);
            if !dialler.gave(&connection) {
                fail("your code returned another connection than `dial` gave");
            }
            if (&connection).write(b"x").is_err() {
                fail("your code returned a connection that it has ended already");
            }
        }
        Err(_) => fail(format!("your code returned no connection, and {address} would have answered")),
    }
}
