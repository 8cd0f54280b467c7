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
use std::{
    io::ErrorKind,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream},
};
use testkit::{
    Vacancy,
    grade::{Exercise, fail, has_ipv6, note, same, step, value_of},
};

const PORT_IN_USE: Exercise =
    Exercise { name: "port_in_use", read: "part 1, \"Binding a listener\" (book/src/1-sockets/binding.md)" };

#[test]
fn a_free_address_is_listened_on() {
    PORT_IN_USE.check(
        "on a free address your code listens, and clients arrive.",
        "another address is bound than the one that was asked for; or what `bind` gave is thrown away, which closes \
         it. Binding is no test before the act: it is the act.",
        || {
            for ip in loopbacks() {
                let listener = value_of("`listen`", asked_to_listen(SocketAddr::new(ip, 0)));
                let address = address_of(&listener);
                same("the address your code listens on", &address.ip(), &ip);
                note(format!("a client connects to {address}"));
                if let Err(error) = TcpStream::connect(address) {
                    fail(format!("the client could not connect: {error}"));
                }
                step("waiting for the client to arrive at your listener");
                value_of("`accept`", listener.accept());
            }
        },
    );
}

#[test]
fn a_taken_port_is_named_with_a_way_out() {
    PORT_IN_USE.check(
        "when another program has the port, one sentence says so, and what can be done.",
        "an `unwrap`, a loop that hopes, another port in its place, or an option that lets two programs share one. The kind \
         of the error says what it is: tell people, and stop there.",
        || {
            let (address, sentence) = refusal(Ipv4Addr::LOCALHOST.into());
            same("the sentence", &sentence, &taken(address));
            // The same program, started twice: some options let both listen, and each gets a part of the clients.
            let first = value_of("`listen`", asked_to_listen((Ipv4Addr::LOCALHOST, 0).into()));
            let address = address_of(&first);
            note(format!("your code listens on {address}, and keeps on while it is asked again"));
            match asked_to_listen(address) {
                Ok(_) => fail(format!("your code listens on {address} twice at the same time")),
                Err(sentence) => same("the sentence", &sentence, &taken(address)),
            }
        },
    );
}

#[test]
fn a_port_is_taken_also_when_nobody_answers_there() {
    PORT_IN_USE.check(
        "a port that another program has is in use, also when that program takes no connections.",
        "connecting to see whether somebody is there. Only `bind` knows whether you can have the address.",
        || {
            let vacancy = Vacancy::new();
            let address = vacancy.address();
            note(format!("another program has {address}, and does not listen there"));
            match asked_to_listen(address) {
                Ok(listener) => took_another(address_of(&listener), address),
                Err(sentence) => same("the sentence", &sentence, &taken(address)),
            }
        },
    );
}

#[test]
fn it_tries_once() {
    PORT_IN_USE.check(
        "a taken port is found out with one try.",
        "trying again after a pause, a few times or for ever. Nobody is told meanwhile, and the program that has the \
         port will not go away by itself.",
        || {
            let vacancy = Vacancy::new();
            let address = vacancy.address();
            note(format!("another program has {address}"));
            note(format!("listen({address}), {OFTEN} times"));
            step(&format!("waiting for {OFTEN} calls of listen({address}) to return, each after one try,"));
            for _ in 0..OFTEN {
                if let Ok(listener) = listen(address) {
                    took_another(address_of(&listener), address);
                }
            }
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
            for ip in loopbacks() {
                let (address, sentence) = refusal(ip);
                same("the sentence", &sentence, &taken(address));
            }
        },
    );
}

#[test]
fn another_failure_is_not_called_a_taken_port() {
    PORT_IN_USE.check(
        "a failure that is no taken port gets the system's own words, whichever it is.",
        "every error of `bind` is taken for the one you had in mind, or unwrapped, or only some kinds are expected. \
         Ask it for its kind, and let one arm take all others.",
        || {
            for address in BEYOND {
                let address = address.parse().unwrap();
                // What listens is dropped here, so that the check can try the same.
                let outcome = asked_to_listen(address).map(|listener| address_of(&listener));
                match (TcpListener::bind(address), outcome) {
                    // Some systems permit one of them.
                    (Ok(_), Ok(got)) => same("the address your code listens on", &got.ip(), &address.ip()),
                    (Ok(_), Err(sentence)) => {
                        fail(format!("this system lets programs listen on {address}, but you said: {sentence}"))
                    }
                    (Err(_), Ok(got)) => took_another(got, address),
                    // Another program's, for once.
                    (Err(error), _) if error.kind() == ErrorKind::AddrInUse => {}
                    (Err(error), Err(sentence)) => {
                        same("the sentence", &sentence, &format!("could not listen on {address}: {error}"));
                    }
                }
            }
        },
    );
}

/// So often a taken port is asked for: nothing for code that tries once, and an hour for code that pauses.
const OFTEN: u32 = 3000;

/// Addresses on which nobody can listen, each for another reason: one that no machine has (RFC 5737), link-local ones
/// without a scope and with one that no machine has, and a port for which many systems want more rights.
const BEYOND: [&str; 4] = ["203.0.113.1:0", "[fe80::1]:0", "[fe80::1%4294967295]:0", "127.0.0.1:1"];

/// The addresses by which every machine calls itself.
fn loopbacks() -> Vec<IpAddr> {
    let ipv6 = has_ipv6().then_some(Ipv6Addr::LOCALHOST.into());
    [Some(Ipv4Addr::LOCALHOST.into()), ipv6].into_iter().flatten().collect()
}

/// Holds an address, and asks the learner's code for the same one; what it says then.
fn refusal(ip: IpAddr) -> (SocketAddr, String) {
    let holder = TcpListener::bind((ip, 0)).unwrap();
    let address = holder.local_addr().unwrap();
    note(format!("another program listens on {address}"));
    match asked_to_listen(address) {
        Ok(listener) => took_another(address_of(&listener), address),
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

fn took_another(got: SocketAddr, asked: SocketAddr) -> ! {
    fail(format!("your code listens on {got}, although it was asked for {asked}"))
}

fn address_of(listener: &TcpListener) -> SocketAddr {
    value_of("`local_addr`", listener.local_addr())
}
