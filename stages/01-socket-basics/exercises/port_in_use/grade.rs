//! Say that a port is in use.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{Exercise, address_of, fail, has_ipv6, note, same, step, value_of};
use exercise::listen;
use std::{
    io::ErrorKind,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream},
};
use testkit::ClosedPort;

const PORT_IN_USE: Exercise =
    Exercise { name: "port_in_use", read: "part 1, \"Binding a listener\" (book/src/1-sockets/binding.md)" };

#[test]
fn it_listens_on_a_free_address() {
    PORT_IN_USE.check(
        "on a free address your code listens, and clients can connect.",
        "binding another address than the given one. Or the listener that `bind` returned is dropped, which \
         closes it. Binding is not a test before you listen: it is the listening itself.",
        || {
            for ip in loopbacks() {
                let listener = value_of("`listen`", call_listen(SocketAddr::new(ip, 0)));
                let address = address_of(&listener);
                same("the address your code listens on", &address.ip(), &ip);
                note(format!("a client connects to {address}"));
                if let Err(error) = TcpStream::connect(address) {
                    fail(format!("the client could not connect: {error}"));
                }
                step("waiting for your listener to accept the client");
                value_of("`accept`", listener.accept());
            }
        },
    );
}

#[test]
fn a_port_in_use_has_its_own_sentence() {
    PORT_IN_USE.check(
        "when another program has the port, the error is the given sentence.",
        "an `unwrap`, a loop that tries again, another port instead, or an option that lets two programs \
         share the port. The kind of the error shows that the port is in use: return the sentence, and do \
         nothing else.",
        || {
            let (address, sentence) = refusal(Ipv4Addr::LOCALHOST.into());
            same("the sentence", &sentence, &taken(address));
            // The same program, started twice: with some options both listen, and each accepts a part of the clients.
            let first = value_of("`listen`", call_listen((Ipv4Addr::LOCALHOST, 0).into()));
            let address = address_of(&first);
            note(format!("your code listens on {address}; this listener stays open during the next call"));
            match call_listen(address) {
                Ok(_) => fail(format!("your code listens on {address} twice at the same time")),
                Err(sentence) => same("the sentence", &sentence, &taken(address)),
            }
        },
    );
}

#[test]
fn a_port_is_in_use_even_if_no_program_listens_on_it() {
    PORT_IN_USE.check(
        "a port that another program has bound is in use, even if that program does not listen.",
        "connecting to find out whether a server is there. Only `bind` can tell whether you can have the \
         address.",
        || {
            let vacancy = ClosedPort::new().unwrap();
            let address = vacancy.address();
            note(format!("another program has bound {address}, and does not listen on it"));
            match call_listen(address) {
                Ok(listener) => listens_elsewhere(address_of(&listener), address),
                Err(sentence) => same("the sentence", &sentence, &taken(address)),
            }
        },
    );
}

#[test]
fn it_tries_once() {
    PORT_IN_USE.check(
        "your code tries once, and returns the error of this attempt.",
        "trying again after a pause, a few times or without end. Meanwhile the user learns nothing, and the \
         other program will not end by itself.",
        || {
            let vacancy = ClosedPort::new().unwrap();
            let address = vacancy.address();
            note(format!("another program has bound {address}"));
            note(format!("listen({address}), {OFTEN} times"));
            step(&format!(
                "waiting for {OFTEN} calls of listen({address}) to return, each after one attempt,"
            ));
            for _ in 0..OFTEN {
                if let Ok(listener) = listen(address) {
                    listens_elsewhere(address_of(&listener), address);
                }
            }
        },
    );
}

#[test]
fn an_ipv6_address_is_written_in_brackets() {
    PORT_IN_USE.check(
        "in the sentence, an IPv6 address is in brackets.",
        "formatting `ip()` and `port()` one by one. Format the whole address: `{address}` writes the \
         brackets. (If the sentence for IPv4 is missing, too, start with that.)",
        || {
            for ip in loopbacks() {
                let (address, sentence) = refusal(ip);
                same("the sentence", &sentence, &taken(address));
            }
        },
    );
}

#[test]
fn another_failure_is_not_called_a_port_in_use() {
    PORT_IN_USE.check(
        "for every other failure, the error has the system's own text.",
        "every error of `bind` is treated as a port in use or unwrapped, or only some kinds are handled. \
         Match on `error.kind()`, with one arm for all other kinds.",
        || {
            for address in UNAVAILABLE {
                let address = address.parse().unwrap();
                // The listener is dropped here, so that the check can bind the same address.
                let outcome = call_listen(address).map(|listener| address_of(&listener));
                match (TcpListener::bind(address), outcome) {
                    // Some systems allow one of them.
                    (Ok(_), Ok(got)) => same("the address your code listens on", &got.ip(), &address.ip()),
                    (Ok(_), Err(sentence)) => fail(format!(
                        "this system lets programs listen on {address}, but your code returned: {sentence}"
                    )),
                    (Err(_), Ok(got)) => listens_elsewhere(got, address),
                    // Another program happens to have it.
                    (Err(error), _) if error.kind() == ErrorKind::AddrInUse => {}
                    (Err(error), Err(sentence)) => {
                        same("the sentence", &sentence, &format!("could not listen on {address}: {error}"));
                    }
                }
            }
        },
    );
}

/// How often a port in use is tried: quick for code that tries once, an hour for code that pauses.
const OFTEN: u32 = 3000;

/// Addresses that cannot be bound, each for another reason: one that no machine has (RFC 5737), link-local ones
/// without a scope id and with one that no machine has, and a port for which many systems want more rights.
const UNAVAILABLE: [&str; 4] = ["203.0.113.1:0", "[fe80::1]:0", "[fe80::1%4294967295]:0", "127.0.0.1:1"];

/// The loopback addresses of this machine.
fn loopbacks() -> Vec<IpAddr> {
    let ipv6 = has_ipv6().then_some(Ipv6Addr::LOCALHOST.into());
    [Some(Ipv4Addr::LOCALHOST.into()), ipv6].into_iter().flatten().collect()
}

/// Holds an address, and has the learner's code listen on the same one; what it returns then.
fn refusal(ip: IpAddr) -> (SocketAddr, String) {
    let holder = TcpListener::bind((ip, 0)).unwrap();
    let address = holder.local_addr().unwrap();
    note(format!("another program listens on {address}"));
    match call_listen(address) {
        Ok(listener) => listens_elsewhere(address_of(&listener), address),
        Err(sentence) => (address, sentence),
    }
}

fn taken(address: SocketAddr) -> String {
    format!("{address} is already in use; stop the program that has it, or choose another port")
}

fn call_listen(address: SocketAddr) -> Result<TcpListener, String> {
    note(format!("listen({address})"));
    step(&format!("waiting for listen({address}) to return"));
    listen(address)
}

fn listens_elsewhere(got: SocketAddr, asked: SocketAddr) -> ! {
    fail(format!("your code listens on {got}, although {asked} was given"))
}
