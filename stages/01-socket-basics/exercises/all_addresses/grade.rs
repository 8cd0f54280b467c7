//! Find all the addresses of a name.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::addresses;
use std::{
    error::Error,
    fmt,
    io::{self, ErrorKind},
    net::{Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6},
};
use testkit::grade::{Exercise, fail, note, same, value_of};

const ALL_ADDRESSES: Exercise = Exercise {
    name: "all_addresses",
    read: "part 1, \"Name resolution\" (book/src/1-sockets/name-resolution.md)",
};

/// A name and addresses kept for documentation (RFC 2606, 3849, 5737). Nobody looks them up or connects.
const HOST: &str = "book.example";
const PORT: u16 = 1081;
const IPV6: &str = "[2001:db8::2]:1081";
const ANOTHER_IPV6: &str = "[2001:db8::1]:1081";
const IPV4: &str = "192.0.2.9:1081";
const ANOTHER_IPV4: &str = "192.0.2.1:1081";

/// More than anybody would think of as a limit.
const MANY: u32 = 1000;

/// What a resolver may say.
const SILENCE: &str = "the name server does not answer";

#[test]
fn no_address_of_either_family_is_missing() {
    ALL_ADDRESSES.check(
        "every address that the resolver knows is returned, IPv4 and IPv6.",
        "taking the first one or a few, or only one family. It is the others that are needed when the first does not \
         answer.",
        || {
            let received = found(&[IPV6, IPV4, ANOTHER_IPV4, ANOTHER_IPV6]);
            for address in parsed(&[IPV6, IPV4, ANOTHER_IPV4, ANOTHER_IPV6]) {
                if !received.contains(&address) {
                    fail(format!("{address} is missing in your list: {received:?}"));
                }
            }
            let many: Vec<_> = (0..MANY).map(|number| SocketAddr::from((Ipv4Addr::from(number), PORT))).collect();
            note_call(&format!("{MANY} addresses"));
            let received = addresses(HOST, PORT, |_, _| Ok(many.clone().into_iter()));
            same("the number of addresses", &value_of("`addresses`", received).len(), &many.len());
        },
    );
}

#[test]
fn addresses_that_differ_in_anything_are_different() {
    ALL_ADDRESSES.check(
        "addresses that differ in anything, such as in their scope, are all returned, as they came.",
        "comparing or copying less than the whole address. An IPv6 address may have a scope, which says at which network \
         card it is meant, and an IPv4 address that is written as an IPv6 address is one of its own.",
        || {
            for known in [
                ["[fe80::1%1]:1081", "[fe80::1%2]:1081", "[fe80::1]:1081"],
                ["192.0.2.1:1081", "[::ffff:192.0.2.1]:1081", "[::192.0.2.1]:1081"],
                ["127.0.0.1:1081", "[::1]:1081", "0.0.0.0:1081"],
                ["224.0.0.1:1081", "[ff02::1%2]:1081", "255.255.255.255:1081"],
                // Of `resolve` they are taken as they are, even with a port that nobody asked for.
                ["192.0.2.1:1081", "192.0.2.1:80", "[2001:db8::1]:0"],
            ] {
                same("your list", &found(&known), &parsed(&known));
            }
            let flows = [1, 2].map(|flow| SocketAddr::from(SocketAddrV6::new(Ipv6Addr::LOCALHOST, PORT, flow, 0)));
            let flows = Vec::from(flows);
            note_call(&format!("{} twice, once with the flow label 1 and once with 2", flows[0]));
            let list = value_of("`addresses`", addresses(HOST, PORT, |_, _| Ok(flows.clone().into_iter())));
            if list != flows {
                fail("two addresses that differ in their flow labels are not in your list as they came");
            }
        },
    );
}

#[test]
fn the_resolver_is_asked_whatever_the_host_looks_like() {
    ALL_ADDRESSES.check(
        "the resolver is asked for exactly this host and this port, and nobody else is.",
        "answering some hosts yourself, or changing them before asking. Only the resolver knows what `localhost` stands \
         for here.",
        || {
            for (host, port) in [
                ("localhost", 0),
                ("127.0.0.1", 80),
                ("::1", 65_535),
                ("[::1]", 80),
                ("Book.Example.", 443),
                (" book.example\n", 443),
                ("b\u{fc}cher.example", 443),
                ("", 1),
            ] {
                note(format!("addresses({host:?}, {port}, resolve)"));
                let known = SocketAddr::from(([192, 0, 2, 9], port));
                note(format!("resolve returns [{known}]"));
                let list = addresses(host, port, |asked, asked_port| {
                    same("the question to the resolver", &(asked, asked_port), &(host, port));
                    Ok(vec![known].into_iter())
                });
                same("your list", &value_of("`addresses`", list), &vec![known]);
            }
        },
    );
}

#[test]
fn the_order_is_that_of_the_resolver() {
    ALL_ADDRESSES.check(
        "the addresses are in the order in which the resolver first named them.",
        "sorting, a set, or one family before the other. The system has put first what is likely to work.",
        || {
            let known = [IPV4, IPV6, ANOTHER_IPV4, ANOTHER_IPV6];
            same("your list", &found(&known), &parsed(&known));
            let known = [ANOTHER_IPV6, IPV4, ANOTHER_IPV4, IPV6];
            same("your list", &found(&known), &parsed(&known));
        },
    );
}

#[test]
fn no_address_comes_twice() {
    ALL_ADDRESSES.check(
        "an address that the resolver names more than once is in the list once.",
        "the list is passed on as it comes, or only neighbours are compared. A dead address would be tried \
         twice.",
        || {
            let received = found(&[IPV6, IPV6, IPV4, IPV6, IPV4]);
            for address in parsed(&[IPV6, IPV4]) {
                let times = received.iter().filter(|received| **received == address).count();
                if times > 1 {
                    fail(format!("{address} is in your list {times} times: {received:?}"));
                }
            }
        },
    );
}

#[test]
fn an_address_that_comes_again_keeps_its_first_place() {
    ALL_ADDRESSES.check(
        "an address that comes again stands where it came first.",
        "keeping the last of several, or leaving out all that came more than once.",
        || {
            let received = found(&[IPV6, IPV4, IPV6, ANOTHER_IPV4, IPV4, IPV6, ANOTHER_IPV6]);
            same("your list", &received, &parsed(&[IPV6, IPV4, ANOTHER_IPV4, ANOTHER_IPV6]));
        },
    );
}

#[test]
fn a_name_without_an_address_is_an_error_that_names_it() {
    ALL_ADDRESSES.check(
        "when there is no address, that is an error of the kind `NotFound`, and its words name the host.",
        "an empty list, or an `unwrap` of its first item. Here the name is still known; later nobody can \
         tell it.",
        || match asked(&[]) {
            Ok(list) => fail(format!("no address was found, and yet your code returned Ok({list:?})")),
            Err(error) => {
                same("the kind of the error", &error.kind(), &ErrorKind::NotFound);
                if !error.to_string().contains(HOST) {
                    fail(format!("{HOST} is not named in the words of your error: {error}"));
                }
            }
        },
    );
}

#[test]
fn an_error_of_the_resolver_is_returned_as_it_is() {
    ALL_ADDRESSES.check(
        "when the resolver fails, its error is returned.",
        "the error is unwrapped, taken for an empty list, or replaced by one of your own: then nobody hears that \
         only the network is down.",
        || {
            for kind in [
                ErrorKind::TimedOut,
                ErrorKind::NotFound,
                ErrorKind::InvalidInput,
                ErrorKind::Interrupted,
                ErrorKind::Other,
                ErrorKind::OutOfMemory,
            ] {
                note_call(&format!("an error of the kind {kind:?}: {SILENCE}"));
                match addresses(HOST, PORT, |_, _| Err(io::Error::new(kind, Silence))) {
                    Ok(list) => fail(format!("the resolver failed, and yet your code returned Ok({list:?})")),
                    Err(error) => {
                        same("the kind of the error", &error.kind(), &kind);
                        same("what the error says", &error.to_string(), &SILENCE.to_owned());
                        if error.downcast::<Silence>().is_err() {
                            fail("your code returned another error that says the same");
                        }
                    }
                }
            }
        },
    );
}

/// What this check's resolver says when it fails.
#[derive(Debug)]
struct Silence;

impl fmt::Display for Silence {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(SILENCE)
    }
}

impl Error for Silence {}

/// What the learner's code makes of what the resolver finds, when that is something.
fn found(known: &[&str]) -> Vec<SocketAddr> {
    value_of("`addresses`", asked(known))
}

fn asked(known: &[&str]) -> io::Result<Vec<SocketAddr>> {
    note_call(&format!("[{}]", known.join(", ")));
    let known = parsed(known);
    addresses(HOST, PORT, |host, port| {
        same("the question to the resolver", &(host, port), &(HOST, PORT));
        Ok(known.into_iter())
    })
}

fn note_call(answer: &str) {
    note(format!("addresses({HOST:?}, {PORT}, resolve)"));
    note(format!("resolve returns {answer}"));
}

fn parsed(addresses: &[&str]) -> Vec<SocketAddr> {
    addresses.iter().map(|address| address.parse().unwrap()).collect()
}
