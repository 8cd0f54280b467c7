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
    io::{self, ErrorKind},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    time::Duration,
};
use testkit::grade::{Clock, Dialler, Exercise, fail, note, same};

const CONNECT_WITH_A_DEADLINE: Exercise = Exercise {
    name: "connect_with_a_deadline",
    read: "part 4, \"Every address, and a deadline\" (book/src/4-client/connecting.md)",
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
            same("the list of times that you gave", &dialler.given(), &vec![2 * SECOND; 4]);
            fails(&outcome, ErrorKind::TimedOut);
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
            same("the list of times that you gave", &dialler.given(), &vec![
                4 * SECOND,
                6 * SECOND,
                6 * SECOND,
            ]);
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
            let peer = match outcome {
                Ok(connection) => connection.peer_addr().expect("a new connection has another end"),
                Err(error) => {
                    fail(format!("your code returned an error ({}), and {slow} answers", error.kind()))
                }
            };
            same("the address that your connection leads to", &peer, &slow);
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
        },
    );
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

/// There must be no connection, for this reason.
fn fails(outcome: &io::Result<TcpStream>, kind: ErrorKind) {
    match outcome {
        Ok(_) => fail("your code returned a connection, where none is to be had"),
        Err(error) => same("the kind of the error that you returned", &error.kind(), &kind),
    }
}
