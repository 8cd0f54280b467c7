//! Many clients at once: nobody waits for anybody else.

use crate::support::{each_model, greedy, start};
#[cfg(target_os = "linux")]
use testkit::eventually;
use testkit::{OpenFiles, Peer};

each_model!(a_client_is_answered_while_another_says_nothing, |model| {
    let server = start(model, &[]);
    let mut silent = server.connect();
    assert_eq!(server.connect().ask("1+1"), "2", "{model}");
    assert_eq!(silent.ask("2+2"), "4", "{model}");
});

each_model!(a_client_is_answered_while_others_are_in_the_middle_of_a_line, |model| {
    let server = start(model, &[]);
    let files = OpenFiles::reserve(20);
    let mut slow: Vec<Peer> = (0..files.count()).map(|_| server.connect()).collect();
    for peer in &mut slow {
        peer.send("40+");
    }
    assert_eq!(server.connect().ask("1+1"), "2", "{model}");
    assert!(slow.iter_mut().all(|peer| peer.ask("2") == "42"), "{model}");
});

each_model!(a_thousand_clients_that_come_at_once_are_all_answered, |model| {
    // A pool serves as many at once as it has workers, so it gets enough of them.
    let server = start(model, &["--workers", "1000"]);
    let files = OpenFiles::reserve(1000);
    let mut peers: Vec<Peer> = (0..files.count()).map(|_| server.connect()).collect();
    for (number, peer) in peers.iter_mut().enumerate() {
        assert_eq!(peer.ask(&format!("{number}+1")), (number + 1).to_string(), "{model}");
    }
});

#[test]
fn the_pool_makes_the_client_after_the_last_worker_wait_until_one_is_free() {
    let server = start("pool", &["--workers", "2"]);
    let mut first = server.connect();
    let second = server.connect();
    let mut third = server.connect();
    third.send("1+1\n");
    // Both workers are known to be busy: one has replied, and the first would get no reply from the other.
    assert_eq!(first.ask("1"), "1");
    server.wait_until_logged(&format!("{} connected", third.local()));
    third.stream().set_nonblocking(true).unwrap();
    let nothing_yet = third.stream().peek(&mut [0]).unwrap_err().kind();
    assert_eq!(nothing_yet, std::io::ErrorKind::WouldBlock);
    third.stream().set_nonblocking(false).unwrap();
    drop(second);
    third.expect("2");
}

#[test]
fn silent_clients_in_all_workers_of_a_pool_make_way_at_their_idle_timeout() {
    let server = start("pool", &["--workers", "2", "--idle-timeout", "0.3"]);
    let _silent = [server.connect(), server.connect()];
    assert_eq!(server.connect().ask("1+1"), "2");
}

each_model!(backpressure_stops_a_client_whose_pipelining_never_ends_and_troubles_no_other, |model| {
    let server = start(model, &[]);
    server.connect().ask("1");
    #[cfg(target_os = "linux")]
    let before = server.usage().memory;
    let _greedy = greedy(&server);
    for _ in 0..100 {
        assert_eq!(server.connect().ask("1+1"), "2", "{model}");
    }
    #[cfg(target_os = "linux")]
    assert!(server.usage().memory < before + (4 << 20), "{model}: {} after {before} bytes", server.usage());
});

each_model!(when_all_clients_have_left_nothing_of_them_remains, |model| {
    let server = start(model, &["--workers", "4"]);
    server.connect().ask("1");
    server.wait_until_logged("disconnected");
    #[cfg(target_os = "linux")]
    let before = server.usage();
    let files = OpenFiles::reserve(100);
    let peers: Vec<Peer> = (0..files.count()).map(|_| server.connect()).collect();
    server.wait_until_logged(&format!("{} connected", peers[peers.len() - 1].local()));
    drop((peers, files));
    #[cfg(target_os = "linux")]
    eventually(&format!("{model} is back at {before}"), || {
        let now = server.usage();
        now.descriptors <= before.descriptors && now.threads <= before.threads
    });
    assert_eq!(server.connect().ask("1+1"), "2", "{model}");
});
