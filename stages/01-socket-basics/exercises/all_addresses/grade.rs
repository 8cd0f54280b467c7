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
    io::{self, ErrorKind},
    net::SocketAddr,
};
use testkit::grade::{Exercise, fail, note, same, value_of};

const ALL_ADDRESSES: Exercise =
    Exercise { name: "all_addresses", read: "part 1, \"A name is a list\" (book/src/1-sockets/names.md)" };

/// A name and addresses kept for documentation (RFC 2606, 3849, 5737). Nobody looks them up or connects.
const HOST: &str = "book.example";
const PORT: u16 = 1081;
const IPV6: &str = "[2001:db8::2]:1081";
const ANOTHER_IPV6: &str = "[2001:db8::1]:1081";
const IPV4: &str = "192.0.2.9:1081";
const ANOTHER_IPV4: &str = "192.0.2.1:1081";

/// What a resolver may say.
const SILENCE: &str = "the name server does not answer";

#[test]
fn no_address_of_either_family_is_missing() {
    ALL_ADDRESSES.check(
        "every address that the resolver knows is returned, IPv4 and IPv6.",
        "taking the first one, or only one family. It is the others that are needed when the first does not \
         answer.",
        || {
            let received = found(&[IPV6, IPV4, ANOTHER_IPV4, ANOTHER_IPV6]);
            for address in parsed(&[IPV6, IPV4, ANOTHER_IPV4, ANOTHER_IPV6]) {
                if !received.contains(&address) {
                    fail(format!("{address} is missing in your list: {received:?}"));
                }
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
            let mut received = found(&[IPV4, IPV6, ANOTHER_IPV4, ANOTHER_IPV6]);
            let mut expected = parsed(&[IPV4, IPV6, ANOTHER_IPV4, ANOTHER_IPV6]);
            // What is missing or comes twice is for other checks to say.
            expected.retain(|address| received.contains(address));
            received.dedup();
            same("the order of the addresses", &received, &expected);
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
        "the error is unwrapped, or taken for an empty list: then nobody hears that only the network is \
         down.",
        || {
            note_call(&format!("an error: {SILENCE}"));
            let silence = io::Error::new(ErrorKind::TimedOut, SILENCE);
            let outcome = addresses(HOST, PORT, |_, _| Err(silence));
            match outcome {
                Ok(list) => fail(format!("the resolver failed, and yet your code returned Ok({list:?})")),
                Err(error) => {
                    same("the kind of the error", &error.kind(), &ErrorKind::TimedOut);
                    same("what the error says", &error.to_string(), &SILENCE.to_owned());
                }
            }
        },
    );
}

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
