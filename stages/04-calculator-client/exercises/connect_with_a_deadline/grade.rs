//! Connect with a deadline.

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
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};
use testkit::grade::{Clock, Dialler, Exercise, fail, note, same};

const CONNECT_WITH_A_DEADLINE: Exercise = Exercise {
    name: "connect_with_a_deadline",
    read: "part 4, \"Connecting with a timeout\" (book/src/4-client/connecting.md)",
};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn each_address_gets_an_equal_share_of_the_time() {
    CONNECT_WITH_A_DEADLINE.check(
        "of 8 s, each of four silent addresses gets 2 s.",
        "the first gets all of the time, or each gets the whole of it, or `dial` is not used and nothing bounds the \
         wait. Divide what is left among the addresses that are left, the one you are about to dial included.",
        || {
            let (clock, mut dialler) = network();
            let addresses = [(); 4].map(|()| dialler.silent());
            let outcome = search(&addresses, 8 * SECOND, &clock, &mut dialler);
            shares_are(&dialler, &[2 * SECOND; 4]);
            same("the list of dialled addresses", &dialler.dialled(), &addresses.to_vec());
            fails(&outcome, ErrorKind::TimedOut);
        },
    );
}

#[test]
fn a_share_need_not_be_whole_seconds() {
    CONNECT_WITH_A_DEADLINE.check(
        "of 1 s, each of three silent addresses gets a third, and one alone gets all of it.",
        "the shares are worked out in whole seconds, of which three addresses get none.",
        || {
            for (count, time) in [(3, SECOND), (1, SECOND), (40, 9 * SECOND), (4, 10 * SECOND)] {
                let (clock, mut dialler) = network();
                let addresses: Vec<_> = (0..count).map(|_| dialler.silent()).collect();
                let outcome = search(&addresses, time, &clock, &mut dialler);
                shares_are(&dialler, &vec![time / count; count as usize]);
                same("the list of dialled addresses", &dialler.dialled(), &addresses);
                fails(&outcome, ErrorKind::TimedOut);
            }
        },
    );
}

#[test]
fn the_time_may_be_as_long_as_a_duration_can_be() {
    CONNECT_WITH_A_DEADLINE.check(
        "with a time of 90 days, or of Duration::MAX, all addresses are dialled as ever.",
        "the time is added to a moment, and the clock does not go that far: `+` panics. Subtract what has passed from the \
         time instead. Or a share has a largest value, or its milliseconds do not fit their type.",
        || {
            // More milliseconds than a `u32` can count.
            let time = Duration::from_hours(24 * 90);
            let (clock, mut dialler) = network();
            let addresses = [(); 2].map(|()| dialler.closed(Ipv4Addr::LOCALHOST.into()));
            let outcome = search(&addresses, time, &clock, &mut dialler);
            shares_are(&dialler, &[time / 2, time]);
            fails(&outcome, ErrorKind::ConnectionRefused);

            let (clock, mut dialler) = network();
            let refusing = dialler.closed(Ipv4Addr::LOCALHOST.into());
            let addresses = [refusing, dialler.silent(), dialler.answering(SECOND)];
            let outcome = search(&addresses, Duration::MAX, &clock, &mut dialler);
            leads_to(outcome, addresses[2], &dialler);
            same("the list of dialled addresses", &dialler.dialled(), &addresses.to_vec());
        },
    );
}

#[test]
fn time_that_one_address_leaves_over_goes_to_the_others() {
    CONNECT_WITH_A_DEADLINE.check(
        "the time that an address does not need is shared by those after it.",
        "the shares are worked out before the first dial. How much is left is only known after each: ask `now`.",
        || {
            let (clock, mut dialler) = network();
            let refusing = dialler.closed(Ipv4Addr::LOCALHOST.into());
            let addresses = [refusing, dialler.silent(), dialler.silent()];
            let outcome = search(&addresses, 12 * SECOND, &clock, &mut dialler);
            shares_are(&dialler, &[4 * SECOND, 6 * SECOND, 6 * SECOND]);
            same("the list of dialled addresses", &dialler.dialled(), &addresses.to_vec());
            fails(&outcome, ErrorKind::TimedOut);

            let (clock, mut dialler) = network();
            let slow = dialler.failing(ErrorKind::HostUnreachable, SECOND);
            let addresses = [slow, dialler.silent(), dialler.silent(), dialler.silent()];
            let outcome = search(&addresses, 10 * SECOND, &clock, &mut dialler);
            shares_are(&dialler, &[5 * SECOND / 2, 3 * SECOND, 3 * SECOND, 3 * SECOND]);
            fails(&outcome, ErrorKind::TimedOut);
        },
    );
}

#[test]
fn an_address_that_answers_in_its_time_is_connected_to() {
    CONNECT_WITH_A_DEADLINE.check(
        "an address that answers within its share is connected to, and none is dialled after it.",
        "the address before it was given all of the time, or its error leaves the loop, or a connection does not.",
        || {
            let (clock, mut dialler) = network();
            let (silent, slow, other) = (dialler.silent(), dialler.answering(SECOND), dialler.silent());
            let outcome = search(&[silent, slow, other], 9 * SECOND, &clock, &mut dialler);
            leads_to(outcome, slow, &dialler);
            same("the list of dialled addresses", &dialler.dialled(), &vec![silent, slow]);
        },
    );
}

#[test]
fn when_the_time_is_up_nobody_is_dialled() {
    CONNECT_WITH_A_DEADLINE.check(
        "when the time is up, the next address is not dialled, and the error is `TimedOut`.",
        "an address is dialled with a time of 0, for which the system has only an error of its own. A dial may come \
         back late, as when the lid of the laptop was closed meanwhile: look how much is left before the next.",
        || {
            let (clock, mut dialler) = network();
            let addresses = [dialler.closed(Ipv4Addr::LOCALHOST.into()), dialler.answering(SECOND)];
            let outcome = connect(&addresses, 6 * SECOND, || clock.now(), |address, time| {
                let outcome = dialler.dial_within(address, time);
                clock.advance(20 * SECOND);
                note("20s pass in which nothing happens");
                outcome
            });
            same("the list of dialled addresses", &dialler.dialled(), &addresses[..1].to_vec());
            fails(&outcome, ErrorKind::TimedOut);
        },
    );
}

#[test]
fn no_time_is_not_enough_for_a_single_dial() {
    CONNECT_WITH_A_DEADLINE.check(
        "with a time of 0, nobody is dialled, and the error is `TimedOut`.",
        "the first address is dialled before anything asks how much time there is.",
        || {
            let (clock, mut dialler) = network();
            let open = dialler.answering(Duration::ZERO);
            let outcome = search(&[open], Duration::ZERO, &clock, &mut dialler);
            same("the list of dialled addresses", &dialler.dialled(), &Vec::new());
            fails(&outcome, ErrorKind::TimedOut);
        },
    );
}

#[test]
fn when_all_have_failed_in_time_the_last_error_is_told() {
    CONNECT_WITH_A_DEADLINE.check(
        "when all addresses have failed before the time was up, the error is that of the last.",
        "a time-out is told whatever happened, or the first error is kept. \
         Who reads \"timed out\" waits and tries again; who reads \"host unreachable\" looks at the cable.",
        || {
            let (clock, mut dialler) = network();
            let refusing = dialler.closed(Ipv4Addr::LOCALHOST.into());
            let unreachable = dialler.failing(ErrorKind::HostUnreachable, SECOND);
            let outcome = search(&[refusing, unreachable], 6 * SECOND, &clock, &mut dialler);
            fails(&outcome, ErrorKind::HostUnreachable);
            let told = outcome.err().map(|error| error.to_string());
            same("the error", &told, &Some(format!("host unreachable at {unreachable}")));
            let outcome = search(&[unreachable, refusing], 6 * SECOND, &clock, &mut dialler);
            fails(&outcome, ErrorKind::ConnectionRefused);
            if outcome.is_err_and(|error| error.raw_os_error().is_none()) {
                fail("your code returned an error of its own, and not that of the last dial");
            }
        },
    );
}

#[test]
fn whatever_goes_wrong_the_next_address_is_dialled() {
    CONNECT_WITH_A_DEADLINE.check(
        "whatever goes wrong with an address, the next one is dialled, and each only once.",
        "a particular error is looked for, or an address is dialled again. A refusal and a time-out are only two of the ways \
         in which a dial may fail.",
        || {
            let (clock, mut dialler) = network();
            let kinds = [
                ErrorKind::PermissionDenied,
                ErrorKind::NetworkUnreachable,
                ErrorKind::Interrupted,
                ErrorKind::WouldBlock,
                ErrorKind::InvalidInput,
                ErrorKind::AddrNotAvailable,
                ErrorKind::OutOfMemory,
                ErrorKind::Other,
            ];
            let mut addresses = kinds.map(|kind| dialler.failing(kind, Duration::ZERO)).to_vec();
            let open = dialler.answering(SECOND);
            addresses.push(open);
            let outcome = search(&addresses, 18 * SECOND, &clock, &mut dialler);
            leads_to(outcome, open, &dialler);
            same("the list of dialled addresses", &dialler.dialled(), &addresses);
        },
    );
}

#[test]
fn each_address_is_dialled_as_it_is() {
    CONNECT_WITH_A_DEADLINE.check(
        "each address is dialled as it is, whatever it looks like, and however many there are.",
        "a new address is made of the host and the port, which loses the scope of an IPv6 address; or some addresses are \
         thought not to be worth a dial; or the list is sorted, or ends somewhere.",
        || {
            for addresses in [unusual(), (1..=300).map(|port| (Ipv4Addr::LOCALHOST, port).into()).collect()] {
                let (clock, mut dialled) = (Clock::new(), Vec::new());
                let outcome = connect(&addresses, 60 * SECOND, || clock.now(), |address, _| {
                    dialled.push(address);
                    Err(ErrorKind::HostUnreachable.into())
                });
                same("the list of dialled addresses", &dialled, &addresses);
                fails(&outcome, ErrorKind::HostUnreachable);
            }
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

fn network() -> (Clock, Dialler) {
    let clock = Clock::new();
    let dialler = Dialler::new(&clock);
    (clock, dialler)
}

/// Runs the learner's code, whose only clock and only way to connect these are.
fn search(
    addresses: &[SocketAddr],
    time: Duration,
    clock: &Clock,
    dialler: &mut Dialler,
) -> io::Result<TcpStream> {
    let outcome =
        connect(addresses, time, || clock.now(), |address, time| dialler.dial_within(address, time));
    if dialler.dialled().is_empty() && !time.is_zero() {
        fail("your code never called `dial`, and nothing else has a time to keep to");
    }
    outcome
}

/// Each dial must have had its share of the time, perhaps cut off to whole milliseconds.
fn shares_are(dialler: &Dialler, expected: &[Duration]) {
    let given = dialler.given();
    let near =
        |(given, expected): (&Duration, &Duration)| given.abs_diff(*expected) <= Duration::from_millis(1);
    if given.len() != expected.len() || !given.iter().zip(expected).all(near) {
        same("the list of times that you gave", &given, &expected.to_vec());
    }
}

/// There must be a connection, to this address, and it must be the one that the dial gave.
fn leads_to(outcome: io::Result<TcpStream>, address: SocketAddr, dialler: &Dialler) {
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
        Err(error) => fail(format!("your code returned an error ({}), and {address} answers", error.kind())),
    }
}

/// There must be no connection, for this reason.
fn fails(outcome: &io::Result<TcpStream>, kind: ErrorKind) {
    match outcome {
        Ok(_) => fail("your code returned a connection, where none is to be had"),
        Err(error) => same("the kind of the error that you returned", &error.kind(), &kind),
    }
}
