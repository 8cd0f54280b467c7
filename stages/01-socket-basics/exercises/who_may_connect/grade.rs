//! Decide who may connect.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{Exercise, address_of, fail, has_ipv6, note, same, value_of};
use exercise::listen;
use std::{
    io::{self, ErrorKind},
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr, TcpListener, TcpStream},
};

const WHO_MAY_CONNECT: Exercise = Exercise {
    name: "who_may_connect",
    read: "part 1, \"Binding a listener\" (book/src/1-sockets/binding.md)",
};

#[test]
fn without_a_setting_only_this_machine_may_connect() {
    WHO_MAY_CONNECT.check(
        "when nothing is set, the server listens on 127.0.0.1.",
        "0.0.0.0 as the default. It means every address of this machine, so everyone who can reach one of \
         them can connect.",
        || {
            listens_on(None, Ipv4Addr::LOCALHOST);
        },
    );
}

#[test]
fn a_star_means_every_ipv4_address() {
    WHO_MAY_CONNECT.check(
        "when `*` is set, the server listens on every IPv4 address of this machine.",
        "the star is parsed as an address, or not handled. The address that stands for all addresses of a \
         machine is the unspecified one, 0.0.0.0.",
        || {
            // For a moment clients of other machines could connect, but nothing accepts them.
            let listener = listens_on(Some("*"), Ipv4Addr::UNSPECIFIED);
            let nearest = SocketAddr::from((Ipv4Addr::LOCALHOST, address_of(&listener).port()));
            note(format!("a client connects to {nearest}"));
            if let Err(error) = TcpStream::connect(nearest) {
                fail(format!("the client could not connect: {error}"));
            }
        },
    );
}

#[test]
fn an_address_of_either_family_is_bound() {
    WHO_MAY_CONNECT.check(
        "when an address is set, IPv4 or IPv6, the server listens on it.",
        "only one family is accepted. Or the address and the port are joined as text without brackets; `bind` \
         also takes a pair of them.",
        || {
            listens_on(Some("127.0.0.1"), Ipv4Addr::LOCALHOST);
            listens_on(Some("0.0.0.0"), Ipv4Addr::UNSPECIFIED);
            if has_ipv6() {
                listens_on(Some("::1"), Ipv6Addr::LOCALHOST);
                listens_on(Some("0:0:0:0:0:0:0:1"), Ipv6Addr::LOCALHOST);
                listens_on(Some("::"), Ipv6Addr::UNSPECIFIED);
            }
            let other = Ipv4Addr::new(127, 0, 0, 2);
            // macOS has only 127.0.0.1 by default.
            if TcpListener::bind((other, 0)).is_ok() {
                listens_on(Some("127.0.0.2"), other);
            }
        },
    );
}

#[test]
fn an_address_that_cannot_be_bound_is_an_error() {
    WHO_MAY_CONNECT.check(
        "when the system does not let you listen on the address, its error is returned.",
        "listening on another address instead. The user who set this address needs that one, or the reason \
         why it fails.",
        || {
            // Kept for documentation (RFC 5737, RFC 3849): no machine has them.
            for setting in ["203.0.113.1", "2001:db8::1", "2001:DB8::ABCD", "::2"] {
                let ip: IpAddr = setting.parse().unwrap();
                let outcome = call_listen(Some(setting), 0);
                match (TcpListener::bind((ip, 0)), outcome) {
                    // Some systems bind addresses that they do not have, for a load balancer (`ip_nonlocal_bind`).
                    (Ok(_), _) => {}
                    (Err(_), Ok(listener)) => {
                        listens_anyway(&format!("this machine does not have {setting}"), &listener)
                    }
                    (Err(theirs), Err(error)) => same("the kind of the error", &error.kind(), &theirs.kind()),
                }
            }
        },
    );
}

#[test]
fn a_setting_that_is_not_an_address_is_an_error() {
    WHO_MAY_CONNECT.check(
        "a setting that is neither an address nor `*` is an error of the kind `InvalidInput`.",
        "a setting that cannot be parsed is replaced by a default, or resolved as a name. No server is better \
         than one that the wrong people can reach.",
        || {
            for setting in [
                "localhost",
                "",
                " ",
                "127.0.0.l",
                "127.0.0.1:80",
                "**",
                "* ",
                "any",
                "None",
                "127.0.0.1 ",
                " 127.0.0.1",
                "127.0.0.1\n",
                "127.0.0.1/8",
                "127.0.0.1,::1",
                "127.1",
                "2130706433",
                "0x7f000001",
                "0",
                "1.2.3.256",
                "1.2.3.4.5",
                ":",
                "::g",
                "[::1]",
                "::1%1",
                "*.*.*.*",
                "１２７.0.0.1",
            ] {
                match call_listen(Some(setting), 0) {
                    Ok(listener) => listens_anyway(&format!("{setting:?} is not an address"), &listener),
                    Err(error) => same("the kind of the error", &error.kind(), &ErrorKind::InvalidInput),
                }
            }
        },
    );
}

#[test]
fn the_port_is_the_one_that_was_asked_for() {
    WHO_MAY_CONNECT.check(
        "the server listens on the port it was given, or not at all.",
        "the port is not passed to `bind`. Or another port is used when the given one is not free.",
        || {
            // A port in use is refused for sure; a free one may be taken the next moment.
            for (setting, ip) in [
                (None, Ipv4Addr::LOCALHOST.into()),
                (Some("127.0.0.1"), Ipv4Addr::LOCALHOST.into()),
                (Some("*"), Ipv4Addr::UNSPECIFIED.into()),
                (Some("::1"), IpAddr::from(Ipv6Addr::LOCALHOST)),
            ] {
                if ip.is_ipv6() && !has_ipv6() {
                    continue;
                }
                let holder = TcpListener::bind((ip, 0)).unwrap();
                let held = holder.local_addr().unwrap();
                note(format!("another program listens on {held}"));
                match call_listen(setting, held.port()) {
                    Ok(listener) => listens_anyway(&format!("port {} is in use", held.port()), &listener),
                    Err(error) => same("the kind of the error", &error.kind(), &ErrorKind::AddrInUse),
                }
            }
        },
    );
}

/// Checks that the learner's code listens on this address, on any port.
fn listens_on(setting: Option<&str>, expected: impl Into<IpAddr>) -> TcpListener {
    let listener = value_of("`listen`", call_listen(setting, 0));
    same("the address your code listens on", &address_of(&listener).ip(), &expected.into());
    listener
}

fn call_listen(setting: Option<&str>, port: u16) -> io::Result<TcpListener> {
    note(format!("listen({setting:?}, {port})"));
    listen(setting, port)
}

fn listens_anyway(why_not: &str, listener: &TcpListener) -> ! {
    fail(format!("{why_not}, but your code listens on {}", address_of(listener)))
}
