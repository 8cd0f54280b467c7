//! Find all the addresses of a name.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{Exercise, fail, note, same, value_of};
use exercise::addresses;
use std::{
    error::Error,
    fmt,
    io::{self, ErrorKind},
    net::{Ipv4Addr, Ipv6Addr, SocketAddr, SocketAddrV6},
};

const ALL_ADDRESSES: Exercise = Exercise {
    name: "all_addresses",
    read: "part 1, \"Name resolution\" (book/src/1-sockets/name-resolution.md)",
};

/// A name and addresses reserved for documentation (RFC 2606, 3849, 5737). No test resolves the name or connects.
const HOST: &str = "book.example";
const PORT: u16 = 1081;
const IPV6: &str = "[2001:db8::2]:1081";
const ANOTHER_IPV6: &str = "[2001:db8::1]:1081";
const IPV4: &str = "192.0.2.9:1081";
const ANOTHER_IPV4: &str = "192.0.2.1:1081";

/// More than any limit that a solution might have.
const MANY: u32 = 1000;

/// The text of the resolver's error.
const RESOLVER_FAILED: &str = "the name server does not reply";

#[test]
fn no_address_of_either_family_is_missing() {
    ALL_ADDRESSES.check(
        "every address that the resolver returns is in the list, IPv4 and IPv6.",
        "using only the first address, the first few, or one family. The others are needed when the first one \
         fails.",
        || {
            let received = found(&[IPV6, IPV4, ANOTHER_IPV4, ANOTHER_IPV6]);
            for address in parsed(&[IPV6, IPV4, ANOTHER_IPV4, ANOTHER_IPV6]) {
                if !received.contains(&address) {
                    fail(format!("{address} is not in your list: {received:?}"));
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
fn addresses_that_differ_in_any_part_are_different() {
    ALL_ADDRESSES.check(
        "addresses that differ in any part, such as the scope id, are all returned, unchanged.",
        "comparing or copying only a part of the address. An IPv6 address may have a scope id, which says for \
         which network interface it is meant. And an IPv4-mapped IPv6 address is not the same as the IPv4 \
         address.",
        || {
            for known in [
                ["[fe80::1%1]:1081", "[fe80::1%2]:1081", "[fe80::1]:1081"],
                ["192.0.2.1:1081", "[::ffff:192.0.2.1]:1081", "[::192.0.2.1]:1081"],
                ["127.0.0.1:1081", "[::1]:1081", "0.0.0.0:1081"],
                ["224.0.0.1:1081", "[ff02::1%2]:1081", "255.255.255.255:1081"],
                // What `resolve` returns stays unchanged, even an address with another port.
                ["192.0.2.1:1081", "192.0.2.1:80", "[2001:db8::1]:0"],
            ] {
                same("your list", &found(&known), &parsed(&known));
            }
            let flows =
                [1, 2].map(|flow| SocketAddr::from(SocketAddrV6::new(Ipv6Addr::LOCALHOST, PORT, flow, 0)));
            let flows = Vec::from(flows);
            note_call(&format!("{} twice, once with the flow label 1 and once with 2", flows[0]));
            let list = value_of("`addresses`", addresses(HOST, PORT, |_, _| Ok(flows.clone().into_iter())));
            if list != flows {
                fail("two addresses that differ in their flow labels are not in your list unchanged");
            }
        },
    );
}

#[test]
fn every_host_is_passed_to_the_resolver_unchanged() {
    ALL_ADDRESSES.check(
        "the resolver, and nothing else, is called with exactly this host and this port.",
        "resolving some hosts yourself, or changing the host before the call. Only the resolver knows what \
         `localhost` stands for on this machine.",
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
                    same("the host and the port given to `resolve`", &(asked, asked_port), &(host, port));
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
        "the addresses are in the order in which the resolver first returned them.",
        "sorting, a set, or one family before the other. The system has put first what is most likely to \
         work.",
        || {
            let known = [IPV4, IPV6, ANOTHER_IPV4, ANOTHER_IPV6];
            same("your list", &found(&known), &parsed(&known));
            let known = [ANOTHER_IPV6, IPV4, ANOTHER_IPV4, IPV6];
            same("your list", &found(&known), &parsed(&known));
        },
    );
}

#[test]
fn no_address_is_listed_twice() {
    ALL_ADDRESSES.check(
        "an address that the resolver returns more than once is in the list once.",
        "the list is returned as it is, or only neighbours are compared. A client would then try a broken \
         address twice.",
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
fn a_repeated_address_keeps_its_first_place() {
    ALL_ADDRESSES.check(
        "a repeated address is in the list at its first place.",
        "keeping the last of several equal addresses, or removing all addresses that are repeated.",
        || {
            let received = found(&[IPV6, IPV4, IPV6, ANOTHER_IPV4, IPV4, IPV6, ANOTHER_IPV6]);
            same("your list", &received, &parsed(&[IPV6, IPV4, ANOTHER_IPV4, ANOTHER_IPV6]));
        },
    );
}

#[test]
fn a_name_without_an_address_is_an_error_that_names_it() {
    ALL_ADDRESSES.check(
        "when there is no address, the result is an error of the kind `NotFound` with the host in its text.",
        "an empty list, or an `unwrap` of its first item. Here the host is still known, so the error can name \
         it.",
        || match call(&[]) {
            Ok(list) => fail(format!("no address was found, but your code returned Ok({list:?})")),
            Err(error) => {
                same("the kind of the error", &error.kind(), &ErrorKind::NotFound);
                if !error.to_string().contains(HOST) {
                    fail(format!("{HOST} is not in the text of your error: {error}"));
                }
            }
        },
    );
}

#[test]
fn an_error_of_the_resolver_is_returned_unchanged() {
    ALL_ADDRESSES.check(
        "when the resolver fails, its error is returned.",
        "the error is unwrapped, treated as an empty list, or replaced by one of your own. Then the user does \
         not learn that only the network is down.",
        || {
            for kind in [
                ErrorKind::TimedOut,
                ErrorKind::NotFound,
                ErrorKind::InvalidInput,
                ErrorKind::Interrupted,
                ErrorKind::Other,
                ErrorKind::OutOfMemory,
            ] {
                note_call(&format!("an error of the kind {kind:?}: {RESOLVER_FAILED}"));
                match addresses(HOST, PORT, |_, _| Err(io::Error::new(kind, ResolverFailed))) {
                    Ok(list) => fail(format!("the resolver failed, but your code returned Ok({list:?})")),
                    Err(error) => {
                        same("the kind of the error", &error.kind(), &kind);
                        same("the text of the error", &error.to_string(), &RESOLVER_FAILED.to_owned());
                        if error.downcast::<ResolverFailed>().is_err() {
                            fail("your code returned another error with the same text");
                        }
                    }
                }
            }
        },
    );
}

/// The resolver's error in this check.
#[derive(Debug)]
struct ResolverFailed;

impl fmt::Display for ResolverFailed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(RESOLVER_FAILED)
    }
}

impl Error for ResolverFailed {}

/// What the learner's code returns for these addresses of the resolver.
fn found(known: &[&str]) -> Vec<SocketAddr> {
    value_of("`addresses`", call(known))
}

fn call(known: &[&str]) -> io::Result<Vec<SocketAddr>> {
    note_call(&format!("[{}]", known.join(", ")));
    let known = parsed(known);
    addresses(HOST, PORT, |host, port| {
        same("the host and the port given to `resolve`", &(host, port), &(HOST, PORT));
        Ok(known.into_iter())
    })
}

fn note_call(result: &str) {
    note(format!("addresses({HOST:?}, {PORT}, resolve)"));
    note(format!("resolve returns {result}"));
}

fn parsed(addresses: &[&str]) -> Vec<SocketAddr> {
    addresses.iter().map(|address| address.parse().unwrap()).collect()
}
