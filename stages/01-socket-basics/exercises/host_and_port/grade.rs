//! Read a host and a port.

#[cfg_attr(not(feature = "solutions"), path = "exercise.rs")]
#[cfg_attr(feature = "solutions", path = "solution.rs")]
#[allow(
    unreachable_pub,
    unused_variables,
    reason = "the file is a library of one function, and a stub has yet to use its arguments"
)]
mod exercise;

use checks::{Exercise, note, same};
use exercise::host_and_port;

const HOST_AND_PORT: Exercise =
    Exercise { name: "host_and_port", read: "part 1, \"Ports\" (book/src/1-sockets/ports.md)" };

#[test]
fn a_name_or_an_ipv4_address_stands_before_the_colon() {
    HOST_AND_PORT.check(
        "the text before the colon is the host, and the text after it is the port.",
        "only addresses are accepted, or a part of the name is cut off. A name is a host, too.",
        || {
            reads("localhost:1081", Some(("localhost", 1081)));
            reads("book.example:443", Some(("book.example", 443)));
            reads("127.0.0.1:80", Some(("127.0.0.1", 80)));
            reads("Print-Server:9100", Some(("Print-Server", 9100)));
            reads("my_service:80", Some(("my_service", 80)));
            reads("4you.example:80", Some(("4you.example", 80)));
            for times in [20, 100] {
                let long = "a-long-name.".repeat(times) + "example";
                reads(&format!("{long}:80"), Some((&long, 80)));
            }
        },
    );
}

#[test]
fn the_host_of_an_ipv6_address_has_no_brackets() {
    HOST_AND_PORT.check(
        "an IPv6 address in brackets is a host, and the brackets are not part of it.",
        "splitting at the first colon, or at every colon. An IPv6 address has many colons. Or the brackets \
         are still in the host.",
        || {
            reads("[::1]:80", Some(("::1", 80)));
            reads("[::]:1081", Some(("::", 1081)));
            reads("[2001:db8::7:8]:443", Some(("2001:db8::7:8", 443)));
            reads("[2001:DB8:0:0:0:0:0:1]:0", Some(("2001:DB8:0:0:0:0:0:1", 0)));
            reads("[::ffff:192.0.2.1]:65535", Some(("::ffff:192.0.2.1", 65_535)));
            let long = "2001:0db8:0000:0000:0000:0000:0000:0001";
            reads(&format!("[{long}]:65535"), Some((long, 65_535)));
            let longest = "0000:0000:0000:0000:0000:ffff:192.168.192.168";
            reads(&format!("[{longest}]:65535"), Some((longest, 65_535)));
        },
    );
}

#[test]
fn a_name_may_use_any_alphabet() {
    HOST_AND_PORT.check(
        "a name may have letters that are not ASCII, and no text makes your code panic.",
        "slicing a text at a byte position. A letter such as ü has two bytes, and a slice that ends in the \
         middle of a letter panics.",
        || {
            reads("über.example:80", Some(("über.example", 80)));
            reads("Menü:80", Some(("Menü", 80)));
            reads("é:1", Some(("é", 1)));
            reads("例え:443", Some(("例え", 443)));
            for text in
                ["ü", "ü:", ":ü", "[ü", "[ü]:80", "ü]", "localhost:8ü", "localhost:ü8", "[::1]ü80", "[::1]:ü"]
            {
                reads(text, None);
            }
        },
    );
}

#[test]
fn every_port_from_0_to_65535_is_accepted() {
    HOST_AND_PORT.check(
        "every number from 0 to 65535 is a port.",
        "an integer type that is too small, or a range without its first or last number. 0 is allowed, too: \
         it asks for any free port.",
        || {
            for port in [0, 1, 255, 256, 32_768, 65_535] {
                reads(&format!("localhost:{port}"), Some(("localhost", port)));
            }
            reads("localhost:0080", Some(("localhost", 80)));
            // All the others, without a line of traffic for each.
            for port in 0..=u16::MAX {
                let text = format!("[::1]:{port}");
                if host_and_port(&text) != Some(("::1", port)) {
                    reads(&text, Some(("::1", port)));
                }
            }
            reads("localhost:0000065535", Some(("localhost", 65_535)));
        },
    );
}

#[test]
fn a_number_that_is_not_a_port_is_refused() {
    HOST_AND_PORT.check(
        "if the port is not a number from 0 to 65535, the result is `None`.",
        "parsing into a larger integer type and converting with `as`, which makes another port of it. Or an \
         `unwrap`.",
        || {
            for text in [
                "localhost:65616",
                "localhost:65536",
                "localhost:-1",
                "localhost:http",
                "[::1]:99999",
                "localhost:4294967376",
                "localhost:18446744073709551696",
                "localhost:340282366920938463463374607431768211536",
                "localhost:0x50",
                "localhost:80.0",
                "localhost:8_0",
                "localhost:80/",
            ] {
                reads(text, None);
            }
        },
    );
}

#[test]
fn a_port_is_digits_and_nothing_else() {
    HOST_AND_PORT.check(
        "a port consists of the digits 0 to 9 only: no sign, no space, no digit of another alphabet.",
        "`parse` accepts a sign before a number, `trim` removes spaces that should be refused, and \
         `is_numeric` accepts the digits of every alphabet. Check each character yourself.",
        || {
            for text in [
                "localhost:+80",
                "[::1]:+80",
                "localhost:-0",
                "localhost: 80",
                "localhost:80 ",
                "localhost:80\n",
                "localhost:+",
                "localhost:８０",
                "localhost:٨٠",
            ] {
                reads(text, None);
            }
        },
    );
}

#[test]
fn a_text_without_a_host_or_a_port_is_refused() {
    HOST_AND_PORT.check(
        "if the host or the port is missing, the result is `None`.",
        "a missing part is unwrapped, treated as an empty one, or replaced by a default. The user has to \
         learn that something is missing.",
        || {
            for text in [
                "",
                ":",
                "::",
                "80",
                "localhost",
                "localhost:",
                "127.0.0.1",
                "127.0.0.1:",
                ":80",
                "[]:80",
                "[]:",
                "[]",
                "[",
                "]",
                "[::1]:",
                "[::1",
            ] {
                reads(text, None);
            }
        },
    );
}

#[test]
fn an_ipv6_address_without_both_brackets_is_refused() {
    HOST_AND_PORT.check(
        "if an IPv6 address is not in brackets, the result is `None`.",
        "guessing. `::1:80` may be port 80 of `::1`, or the whole text may be an address. Only brackets make \
         it clear.",
        || {
            for text in ["::1:80", "2001:db8::7:443", "[::1:80", "::1]:80", "::1", "[::1]", "[::1]80"] {
                reads(text, None);
            }
        },
    );
}

#[test]
fn a_host_without_brackets_has_no_colon() {
    HOST_AND_PORT.check(
        "only an IPv6 address in brackets may contain colons.",
        "splitting at the first and at the last colon, or at every colon, and ignoring the text between them.",
        || {
            for text in [
                "localhost:80:90",
                "localhost::80",
                "localhost:80:",
                ":localhost:80",
                ":::80",
                "http://localhost:80",
                "127.0.0.1:80:90",
                "[::1]:80:90",
                "[::1]::80",
                "[::1]x:80",
                "[::1] :80",
                "x[::1]:80",
                "[::1]:80]",
            ] {
                reads(text, None);
            }
        },
    );
}

#[test]
fn only_an_ipv6_address_may_be_in_brackets() {
    HOST_AND_PORT.check(
        "if the text in the brackets is not an IPv6 address, the result is `None`.",
        "looking only for a colon or for the brackets. Parse the text as an `Ipv6Addr`: it refuses everything \
         that is not an address.",
        || {
            for text in [
                "[localhost]:80",
                "[127.0.0.1]:80",
                "[:]:80",
                "[[::1]]:80",
                "[::1]]:80",
                "[[::1]:80",
                "[1:2]:80",
                "[:::]:80",
                "[1::2::3]:80",
                "[::g]:80",
                "[::12345]:80",
                "[::1 ]:80",
                "[ ::1]:80",
                "[::1:80]:80:",
            ] {
                reads(text, None);
            }
        },
    );
}

/// Compares what the learner's code returns for a text. The note comes first, so that a panic shows its text.
fn reads(text: &str, expected: Option<(&str, u16)>) {
    let call = format!("host_and_port({text:?})");
    note(call.as_str());
    same(&format!("what {call} returns"), &host_and_port(text), &expected);
}
