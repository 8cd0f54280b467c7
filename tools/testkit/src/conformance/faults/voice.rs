//! Clients that stammer, hurry, break off or mumble.

use super::unharmed;
use crate::Program;

/// Each byte leaves by itself.
#[track_caller]
pub fn a_line_may_come_a_byte_at_a_time(server: &Program) {
    unharmed(server, || {
        let mut peer = server.connect();
        for byte in "2 + 3 * 4\r\n".bytes() {
            peer.send([byte]);
        }
        peer.expect("14");
    });
}

/// A thousand requests leave together.
#[track_caller]
pub fn several_lines_in_one_segment_are_answered_in_order(server: &Program) {
    unharmed(server, || {
        let requests: Vec<String> = (0..1000).map(|number| format!("{number} + 0.5\n")).collect();
        let mut peer = server.connect();
        peer.send(requests.concat());
        for number in 0..1000 {
            peer.expect(&format!("{number}.5"));
        }
    });
}

/// The client ends its sending half after it.
#[track_caller]
pub fn a_last_line_without_an_end_is_answered(server: &Program) {
    unharmed(server, || {
        let mut peer = server.connect();
        peer.send("1+1\n2+2").half_close();
        peer.expect("2").expect("4").expect_end();
    });
}

/// Each value is a line of its own (that of LF is two), and each gets one reply that a terminal can show.
#[track_caller]
pub fn lines_of_every_byte_value_are_answered(server: &Program) {
    unharmed(server, || {
        let mut peer = server.connect();
        for byte in 0..=u8::MAX {
            peer.send([byte, b'\n']);
            for _ in 0..if byte == b'\n' { 2 } else { 1 } {
                let reply = peer.line();
                let expected = match byte {
                    b'0'..=b'9' => reply == char::from(byte).to_string(),
                    b'e' => reply == "2.718281828459045",
                    _ => reply.starts_with("error: "),
                };
                assert!(expected && !reply.contains(char::is_control), "to byte {byte}: {reply:?}");
            }
        }
    });
}
