//! Connect with a deadline.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{Clock, Connector, Exercise, fail, note, same, unusual_addresses};
use exercise::connect;
use std::{
    io::{self, ErrorKind},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};

const CONNECT_WITH_A_DEADLINE: Exercise = Exercise {
    name: "connect_with_a_deadline",
    read: "part 4, \"Connecting with a timeout\" (book/src/4-client/connecting.md)",
};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn each_address_gets_an_equal_share_of_the_time() {
    CONNECT_WITH_A_DEADLINE.check(
        "with 8 s for four silent addresses, each gets 2 s.",
        "the first address gets all of the time, or each gets the whole time, or `connect_to` is not used and \
         nothing limits the wait. Divide the time left by the number of addresses left, including the one that you \
         are about to try.",
        || {
            let (clock, mut connector) = network();
            let addresses = [(); 4].map(|()| connector.silent());
            let outcome = search(&addresses, 8 * SECOND, &clock, &mut connector);
            shares_are(&connector, &[2 * SECOND; 4]);
            same("the list of addresses that your code tried", &connector.attempted(), &addresses.to_vec());
            fails(&outcome, ErrorKind::TimedOut);
        },
    );
}

#[test]
fn a_share_need_not_be_whole_seconds() {
    CONNECT_WITH_A_DEADLINE.check(
        "with 1 s for three silent addresses, each gets a third; a single one gets all of it.",
        "the shares are computed in whole seconds, so that each of three addresses gets zero.",
        || {
            for (count, time) in [(3, SECOND), (1, SECOND), (40, 9 * SECOND), (4, 10 * SECOND)] {
                let (clock, mut connector) = network();
                let addresses: Vec<_> = (0..count).map(|_| connector.silent()).collect();
                let outcome = search(&addresses, time, &clock, &mut connector);
                shares_are(&connector, &vec![time / count; count as usize]);
                same("the list of addresses that your code tried", &connector.attempted(), &addresses);
                fails(&outcome, ErrorKind::TimedOut);
            }
        },
    );
}

#[test]
fn the_time_may_be_as_long_as_a_duration_can_be() {
    CONNECT_WITH_A_DEADLINE.check(
        "with a `time` of 90 days, or of `Duration::MAX`, all addresses are tried as usual.",
        "`time` is added to an `Instant`, which cannot hold the sum: `+` panics. Subtract the time that has passed \
         from `time` instead. Or a share has a maximum, or its milliseconds do not fit their type.",
        || {
            // More milliseconds than a `u32` can count.
            let time = Duration::from_hours(24 * 90);
            let (clock, mut connector) = network();
            let addresses = [(); 2].map(|()| connector.closed(Ipv4Addr::LOCALHOST.into()));
            let outcome = search(&addresses, time, &clock, &mut connector);
            shares_are(&connector, &[time / 2, time]);
            fails(&outcome, ErrorKind::ConnectionRefused);

            let (clock, mut connector) = network();
            let refusing = connector.closed(Ipv4Addr::LOCALHOST.into());
            let addresses = [refusing, connector.silent(), connector.answering(SECOND)];
            let outcome = search(&addresses, Duration::MAX, &clock, &mut connector);
            leads_to(outcome, addresses[2], &connector);
            same("the list of addresses that your code tried", &connector.attempted(), &addresses.to_vec());
        },
    );
}

#[test]
fn time_that_one_address_leaves_over_goes_to_the_others() {
    CONNECT_WITH_A_DEADLINE.check(
        "the time that an address does not use is shared by the addresses after it.",
        "the shares are computed before the first attempt. The time left is only known after each attempt: call \
         `now`.",
        || {
            let (clock, mut connector) = network();
            let refusing = connector.closed(Ipv4Addr::LOCALHOST.into());
            let addresses = [refusing, connector.silent(), connector.silent()];
            let outcome = search(&addresses, 12 * SECOND, &clock, &mut connector);
            shares_are(&connector, &[4 * SECOND, 6 * SECOND, 6 * SECOND]);
            same("the list of addresses that your code tried", &connector.attempted(), &addresses.to_vec());
            fails(&outcome, ErrorKind::TimedOut);

            let (clock, mut connector) = network();
            let slow = connector.failing(ErrorKind::HostUnreachable, SECOND);
            let addresses = [slow, connector.silent(), connector.silent(), connector.silent()];
            let outcome = search(&addresses, 10 * SECOND, &clock, &mut connector);
            shares_are(&connector, &[5 * SECOND / 2, 3 * SECOND, 3 * SECOND, 3 * SECOND]);
            fails(&outcome, ErrorKind::TimedOut);
        },
    );
}

#[test]
fn an_address_that_answers_in_its_time_is_connected_to() {
    CONNECT_WITH_A_DEADLINE.check(
        "an address that accepts within its share is connected to, and none is tried after it.",
        "the address before it got all of the time, or an error leaves the loop, or a connection does not leave it.",
        || {
            let (clock, mut connector) = network();
            let (silent, slow, other) = (connector.silent(), connector.answering(SECOND), connector.silent());
            let outcome = search(&[silent, slow, other], 9 * SECOND, &clock, &mut connector);
            leads_to(outcome, slow, &connector);
            same("the list of addresses that your code tried", &connector.attempted(), &vec![silent, slow]);
        },
    );
}

#[test]
fn when_the_time_is_up_no_address_is_tried() {
    CONNECT_WITH_A_DEADLINE.check(
        "when the time is up, the next address is not tried, and the error is `TimedOut`.",
        "an address is tried with a timeout of zero, which the standard library rejects as invalid. An attempt may \
         return late, for example if the laptop was suspended: compute the time left before each attempt.",
        || {
            let (clock, mut connector) = network();
            let addresses = [connector.closed(Ipv4Addr::LOCALHOST.into()), connector.answering(SECOND)];
            let outcome = connect(&addresses, 6 * SECOND, || clock.now(), |address, time| {
                let outcome = connector.connect_within(address, time);
                clock.advance(20 * SECOND);
                note("20s pass before `connect_to` returns");
                outcome
            });
            same("the list of addresses that your code tried", &connector.attempted(), &addresses[..1].to_vec());
            fails(&outcome, ErrorKind::TimedOut);
        },
    );
}

#[test]
fn no_time_is_not_enough_for_a_single_attempt() {
    CONNECT_WITH_A_DEADLINE.check(
        "with a `time` of zero, no address is tried, and the error is `TimedOut`.",
        "the first address is tried before the code checks how much time there is.",
        || {
            let (clock, mut connector) = network();
            let open = connector.answering(Duration::ZERO);
            let outcome = search(&[open], Duration::ZERO, &clock, &mut connector);
            same("the list of addresses that your code tried", &connector.attempted(), &Vec::new());
            fails(&outcome, ErrorKind::TimedOut);
        },
    );
}

#[test]
fn when_all_have_failed_in_time_the_last_error_is_returned() {
    CONNECT_WITH_A_DEADLINE.check(
        "when all addresses have failed before the time was up, the error is that of the last one.",
        "`TimedOut` is returned whatever happened, or the first error is kept. A user who reads \"timed out\" waits \
         and tries again; a user who reads \"host unreachable\" checks the cable.",
        || {
            let (clock, mut connector) = network();
            let refusing = connector.closed(Ipv4Addr::LOCALHOST.into());
            let unreachable = connector.failing(ErrorKind::HostUnreachable, SECOND);
            let outcome = search(&[refusing, unreachable], 6 * SECOND, &clock, &mut connector);
            fails(&outcome, ErrorKind::HostUnreachable);
            let returned = outcome.err().map(|error| error.to_string());
            same("the error", &returned, &Some(format!("host unreachable at {unreachable}")));
            let outcome = search(&[unreachable, refusing], 6 * SECOND, &clock, &mut connector);
            fails(&outcome, ErrorKind::ConnectionRefused);
            if outcome.is_err_and(|error| error.raw_os_error().is_none()) {
                fail("your code returned an error of its own, not the error of the last attempt");
            }
        },
    );
}

#[test]
fn whatever_goes_wrong_the_next_address_is_tried() {
    CONNECT_WITH_A_DEADLINE.check(
        "whatever error an address gives, the next one is tried, and each only once.",
        "only particular errors lead to the next address, or an address is tried twice. A refusal and a timeout are \
         only two of the errors that an attempt may give.",
        || {
            let (clock, mut connector) = network();
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
            let mut addresses = kinds.map(|kind| connector.failing(kind, Duration::ZERO)).to_vec();
            let open = connector.answering(SECOND);
            addresses.push(open);
            let outcome = search(&addresses, 18 * SECOND, &clock, &mut connector);
            leads_to(outcome, open, &connector);
            same("the list of addresses that your code tried", &connector.attempted(), &addresses);
        },
    );
}

#[test]
fn each_address_is_tried_as_it_is() {
    CONNECT_WITH_A_DEADLINE.check(
        "each address is tried unchanged, whatever it looks like, and however many there are.",
        "a new address is made from the IP address and the port, which loses the scope of an IPv6 address; or some \
         addresses are skipped; or the list is sorted or has a maximum length.",
        || {
            for addresses in [unusual_addresses(), (1..=300).map(|port| (Ipv4Addr::LOCALHOST, port).into()).collect()] {
                let (clock, mut tried) = (Clock::default(), Vec::new());
                let outcome = connect(&addresses, 60 * SECOND, || clock.now(), |address, _| {
                    tried.push(address);
                    Err(ErrorKind::HostUnreachable.into())
                });
                same("the list of addresses that your code tried", &tried, &addresses);
                fails(&outcome, ErrorKind::HostUnreachable);
            }
        },
    );
}

fn network() -> (Clock, Connector) {
    let clock = Clock::default();
    let connector = Connector::new(&clock);
    (clock, connector)
}

/// Runs the learner's code, whose only clock and only way to connect these are.
fn search(
    addresses: &[SocketAddr],
    time: Duration,
    clock: &Clock,
    connector: &mut Connector,
) -> io::Result<TcpStream> {
    let outcome =
        connect(addresses, time, || clock.now(), |address, time| connector.connect_within(address, time));
    if connector.attempted().is_empty() && !time.is_zero() {
        fail("your code never called `connect_to`, and nothing else has a timeout");
    }
    outcome
}

/// Each attempt must have had its share of the time, perhaps rounded down to whole milliseconds.
fn shares_are(connector: &Connector, expected: &[Duration]) {
    let given = connector.timeouts();
    let near =
        |(given, expected): (&Duration, &Duration)| given.abs_diff(*expected) <= Duration::from_millis(1);
    if given.len() != expected.len() || !given.iter().zip(expected).all(near) {
        same("the list of timeouts that you gave", &given, &expected.to_vec());
    }
}

/// There must be a connection, to this address, and it must be the one that `connect_to` gave.
fn leads_to(outcome: io::Result<TcpStream>, address: SocketAddr, connector: &Connector) {
    match outcome {
        Ok(connection) => connector.expect_connection(&connection, address),
        Err(error) => {
            fail(format!("your code returned an error ({}), and {address} would have accepted", error.kind()))
        }
    }
}

/// There must be no connection, for this reason.
fn fails(outcome: &io::Result<TcpStream>, kind: ErrorKind) {
    match outcome {
        Ok(_) => fail("your code returned a connection, and no address accepts one in time"),
        Err(error) => same("the kind of the error that you returned", &error.kind(), &kind),
    }
}
