//! Say that a port is in use.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use exercise::listen;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream};
use testkit::grade::{Exercise, fail, has_ipv6, note, same, step, value_of};

const PORT_IN_USE: Exercise = Exercise {
    name: "port_in_use",
    read: "part 1, \"A port finds the program\" (book/src/1-sockets/ports.md)",
};

#[test]
fn a_free_address_is_listened_on() {
    PORT_IN_USE.check(
        "on a free address your code listens, and clients arrive.",
        "what `bind` gave is thrown away, which closes it. Binding is no test before the act: it is the act.",
        || {
            let listener = value_of("`listen`", asked_to_listen(SocketAddr::from((Ipv4Addr::LOCALHOST, 0))));
            let address = value_of("`local_addr`", listener.local_addr());
            note(format!("a client connects to {address}"));
            if let Err(error) = TcpStream::connect(address) {
                fail(format!("the client could not connect: {error}"));
            }
        },
    );
}

#[test]
fn a_taken_port_is_named_with_a_way_out() {
    PORT_IN_USE.check(
        "when another program has the port, one sentence says so, and what can be done.",
        "an `unwrap`, a loop that hopes, or another port in its place. The kind of the error says what \
         it is: tell people, and stop there.",
        || {
            let (address, sentence) = refusal(Ipv4Addr::LOCALHOST.into());
            same("the sentence", &sentence, &taken(address));
        },
    );
}

#[test]
fn a_taken_ipv6_address_is_named_in_brackets() {
    PORT_IN_USE.check(
        "an IPv6 address stands in the sentence as one types it, in brackets.",
        "putting the sentence together from `ip()` and `port()`. The address as a whole displays itself \
         correctly. (If a taken IPv4 address gets no sentence either, begin there.)",
        || {
            let ip = if has_ipv6() { Ipv6Addr::LOCALHOST.into() } else { Ipv4Addr::LOCALHOST.into() };
            let (address, sentence) = refusal(ip);
            if !sentence.contains(&address.to_string()) {
                same("the sentence", &sentence, &taken(address));
            }
        },
    );
}

#[test]
fn another_failure_is_not_called_a_taken_port() {
    PORT_IN_USE.check(
        "a failure that is no taken port gets the system's own words.",
        "every error of `bind` is taken for the one you had in mind, or unwrapped. Ask it for its kind.",
        || {
            // 203.0.113.0/24 is kept for documentation (RFC 5737): no machine has it.
            let elsewhere = SocketAddr::from(([203, 0, 113, 1], 0));
            let outcome = asked_to_listen(elsewhere);
            let Err(error) = TcpListener::bind(elsewhere) else {
                // A load balancer's system, which may listen on addresses that it does not have yet.
                return;
            };
            match outcome {
                Ok(listener) => took_another(&listener, elsewhere),
                Err(sentence) => {
                    let expected = format!("could not listen on {elsewhere}: {error}");
                    same("the sentence", &sentence, &expected);
                }
            }
        },
    );
}

/// Holds an address, and asks the learner's code for the same one; what it says then.
fn refusal(ip: IpAddr) -> (SocketAddr, String) {
    let holder = TcpListener::bind((ip, 0)).unwrap();
    let address = holder.local_addr().unwrap();
    note(format!("another program listens on {address}"));
    match asked_to_listen(address) {
        Ok(listener) => took_another(&listener, address),
        Err(sentence) => (address, sentence),
    }
}

fn taken(address: SocketAddr) -> String {
    format!("{address} is already in use; stop the program that has it, or choose another port")
}

fn asked_to_listen(address: SocketAddr) -> Result<TcpListener, String> {
    note(format!("listen({address})"));
    step(&format!("waiting for listen({address}) to return"));
    listen(address)
}

fn took_another(listener: &TcpListener, asked: SocketAddr) -> ! {
    let got = value_of("`local_addr`", listener.local_addr());
    fail(format!("your code listens on {got}, although it was asked for {asked}"))
}
