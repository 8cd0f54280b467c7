//! Urgent data (RFC 6093), which nobody needs and anybody can send.
#![cfg(unix)]

use crate::support::{each_model, start};
use socket2::SockRef;

each_model!(urgent_data_between_two_lines_is_left_out_and_holds_nothing_up, |model| {
    let server = start(model, &[]);
    let mut peer = server.connect();
    assert_eq!(peer.ask("1"), "1");
    // Suspended, the server cannot read. So all of it is certainly there when it does.
    server.pause();
    peer.send("1+1\n");
    SockRef::from(peer.stream()).send_out_of_band(b"!").unwrap();
    peer.send("2+2\n");
    server.resume();
    peer.expect("2").expect("4");
});

each_model!(of_urgent_data_no_more_than_its_last_byte_is_left_out, |model| {
    let server = start(model, &[]);
    let mut peer = server.connect();
    assert_eq!(peer.ask("1"), "1");
    server.pause();
    peer.send("1+");
    SockRef::from(peer.stream()).send_out_of_band(b"23!").unwrap();
    peer.send("4\n");
    server.resume();
    peer.expect("235");
});
