//! Past one machine: what HAProxy before three servers promises, with the configuration that `deploy` has.
//!
//! Skipped where HAProxy is not installed, unless `EXTERNAL_CLIENTS=required` is in the environment.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail in its helpers too")]

mod eavesdropper;
mod load;
mod site;
mod tls;

use calculator_client::{Client, REPLY_TIMEOUT, RetryPolicy, RetryingClient};
use calculator_server::Reply;
use load::Load;
use site::{Checks, SERVERS, Site};
use socket_basics::Endpoint;
use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpListener, TcpStream},
    thread,
    time::Instant,
};
use testkit::{DEADLINE, Peer};

/// A client that connects and asks again, by the policy that the program has with `--retry`.
fn retrying(site: SocketAddr) -> RetryingClient {
    let endpoint = Endpoint { host: site.ip().to_string(), port: site.port() };
    RetryingClient::connect(endpoint, RetryPolicy::default()).unwrap()
}

/// Three clients, each with a server of its own, in the order of the servers.
fn one_each(site: &Site) -> [Peer; 3] {
    SERVERS.map(|(name, _)| {
        let before = site.sent_to(name);
        let mut peer = site.connect();
        assert_eq!(peer.ask("1+1"), "2");
        assert_eq!(site.sent_to(name), before + 1, "the next in turn is {name}");
        peer
    })
}

#[test]
fn a_drained_server_keeps_its_connections_and_gets_no_new_one() {
    let Some(mut site) = Site::start(Checks::Calm) else { return };
    let mut clients = one_each(&site);
    site.drain("one");
    let newcomers = [(); 6].map(|()| site.connect().ask("2+2"));
    assert!(newcomers.iter().all(|reply| reply == "4"));
    assert_eq!(site.sent_to("one"), 1);
    for client in &mut clients {
        assert_eq!(client.ask("2+3*4"), "14");
    }
    drop(clients);
    site.wait_until_idle("one");
    let (address, _) = site.stop("one");
    site.start_again("one", address);
    site.ready("one");
    assert_eq!([(); 3].map(|()| site.connect().ask("2+2")), ["4"; 3]);
    assert!(site.sent_to("one") > 1);
}

#[test]
fn clients_with_one_request_do_not_notice_a_rolling_restart() {
    let Some(mut site) = Site::start(Checks::Calm) else { return };
    let address = site.address();
    // No second try: that one had been needed would be a failure here.
    let ask = |(): &mut (), question: &str| {
        let connection = TcpStream::connect_timeout(&address, DEADLINE).unwrap();
        Client::from_stream(connection, REPLY_TIMEOUT).ask(question).unwrap()
    };
    Load::during(
        || (),
        ask,
        |load| {
            for (name, _) in SERVERS {
                load.goes_on();
                site.drain(name);
                site.wait_until_idle(name);
                let (address, _) = site.stop(name);
                load.goes_on();
                site.start_again(name, address);
                site.ready(name);
            }
        },
    );
    for (name, _) in SERVERS {
        assert!(site.sent_to(name) > 100, "{name} had its share of the load");
    }
}

#[test]
fn clients_that_stay_and_retry_get_every_reply_in_a_rolling_restart() {
    let Some(mut site) = Site::start(Checks::Calm) else { return };
    let address = site.address();
    let mut ended = Vec::new();
    Load::during(
        || retrying(address),
        // Every tenth question goes with others, without waiting in between.
        |client, question| {
            if question.ends_with('7') { in_company(client, question) } else { client.ask(question).unwrap() }
        },
        |load| {
            for (name, _) in SERVERS {
                load.goes_on();
                site.drain(name);
                let (address, told) = site.stop(name);
                ended.push(told.matches(" closed: ").count());
                load.goes_on();
                site.start_again(name, address);
                site.ready(name);
            }
        },
    );
    assert!(ended.iter().all(|count| *count > 0), "each restart ended connections: {ended:?}");
}

/// Asks a question with twenty others before it, and returns its reply.
fn in_company(client: &mut RetryingClient, question: &str) -> Reply {
    let others = (0_u32..20).map(|other| format!("{other}+{other}"));
    let questions: Vec<String> = others.chain([question.to_owned()]).collect();
    let mut replies = Vec::new();
    client.ask_many(&questions, |reply| replies.push(reply)).unwrap();
    let last = replies.pop();
    let others: Vec<Reply> = (0_u32..20).map(|other| Reply::Value(f64::from(2 * other))).collect();
    assert_eq!(replies, others);
    last.unwrap()
}

#[test]
fn clients_that_stay_get_whole_replies_and_then_the_end_of_the_stream() {
    let Some(mut site) = Site::start(Checks::Calm) else { return };
    let mut clients: Vec<Peer> = (0..4).flat_map(|_| one_each(&site)).collect();
    thread::scope(|scope| {
        let connections: Vec<_> = clients.iter_mut().map(|peer| scope.spawn(|| pipeline(peer))).collect();
        for (name, _) in SERVERS {
            site.drain(name);
            let (address, _) = site.stop(name);
            site.start_again(name, address);
            site.ready(name);
        }
        for connection in connections {
            let (asked, replies) = connection.join().unwrap();
            // How many lines found nobody any more is a matter of timing; that each reply is whole is not.
            let whole = "2\n".repeat(replies.len() / 2);
            assert_eq!(replies, whole.as_bytes(), "a reply was cut");
            assert!(asked >= replies.len() / 2);
        }
    });
}

/// Asks three lines at a time until the stream ends, in order and not with a reset; how many, and what came.
fn pipeline(peer: &mut Peer) -> (usize, Vec<u8>) {
    let mut stream = peer.stream();
    stream.set_read_timeout(Some(DEADLINE)).unwrap();
    let (mut asked, mut replies, mut buffer) = (0, Vec::new(), [0; 4096]);
    loop {
        // A line that is sent after the end finds nobody, which is no news.
        let _ = stream.write_all(b"1+1\n1+1\n1+1\n");
        asked += 3;
        match stream.read(&mut buffer).unwrap() {
            0 => return (asked, replies),
            count => replies.extend_from_slice(&buffer[..count]),
        }
    }
}

#[test]
fn a_server_that_dies_is_not_noticed_by_newcomers_and_comes_back_when_it_is_healthy() {
    let Some(mut site) = Site::start(Checks::Hasty) else { return };
    let address = site.kill("two");
    // Also before the balancer knows: a client that is refused there is sent to another server.
    let newcomers = [(); 30].map(|()| site.connect().ask("1+1"));
    assert!(newcomers.iter().all(|reply| reply == "2"));
    site.wait_until("two", "status", "DOWN");
    let before = site.sent_to("two");
    assert_eq!([(); 6].map(|()| site.connect().ask("1+1")), ["2"; 6]);
    assert_eq!(site.sent_to("two"), before);
    site.start_again("two", address);
    site.wait_until("two", "status", "UP");
    assert_eq!([(); 6].map(|()| site.connect().ask("1+1")), ["2"; 6]);
    assert!(site.sent_to("two") > before);
}

#[test]
fn a_client_that_waits_for_a_hanging_server_is_disconnected_and_gets_the_reply_from_another() {
    let Some(site) = Site::start(Checks::Hasty) else { return };
    let mut clients = SERVERS.map(|_| retrying(site.address()));
    site.server("three").pause();
    let start = Instant::now();
    for client in &mut clients {
        assert_eq!(client.ask("2+3*4").unwrap(), Reply::Value(14.0));
    }
    assert!(start.elapsed() < REPLY_TIMEOUT, "the client did not have to give up by itself");
}

#[test]
fn a_server_that_calculates_wrongly_is_unhealthy() {
    let wrong = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = wrong.local_addr().unwrap();
    thread::spawn(move || {
        for client in wrong.incoming() {
            // It has a 2 in it, and even ends with one.
            let _ = client.unwrap().write_all(b"12\n");
        }
    });
    let Some(site) = Site::before([address; 3], Checks::Hasty) else { return };
    for (name, _) in SERVERS {
        site.wait_until(name, "status", "DOWN");
        site.wait_until(name, "check_status", "L7RSP");
    }
}

#[test]
fn with_no_server_left_a_client_is_connected_and_gets_no_reply() {
    let Some(mut site) = Site::start(Checks::Hasty) else { return };
    for (name, _) in SERVERS {
        site.kill(name);
    }
    for (name, _) in SERVERS {
        site.wait_until(name, "status", "DOWN");
    }
    site.connect().expect_end();
}
