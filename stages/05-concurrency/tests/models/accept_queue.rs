//! The accept queue: what becomes of it when the server shuts down.
#![allow(clippy::unwrap_used, reason = "a test may fail in its helpers too")]

use calculator_server::handle_request;
use clap::ValueEnum as _;
use concurrency::{Config, Model, Server};
use socket_basics::listen_at;
use std::{num::NonZeroUsize, thread, time::Duration};
use testkit::{OpenFiles, Peer};

fn config(model: Model) -> Config {
    let many = NonZeroUsize::new(100).unwrap();
    Config { model, workers: many, max_clients: many, idle_timeout: Duration::from_mins(1) }
}

/// Nothing is accepted before the server runs, and by then the shutdown has begun.
fn shuts_down_with_a_full_accept_queue(model: Model) {
    let listener = listen_at("127.0.0.1:0".parse().unwrap()).unwrap();
    let server = Server::new(listener, &config(model), handle_request).unwrap();
    // Both ends of each are in this process.
    let files = OpenFiles::reserve(100);
    let mut peers: Vec<Peer> =
        (0..files.count() / 2).map(|_| Peer::connect(server.address().unwrap())).collect();
    for peer in &mut peers {
        peer.send("6*7\n");
    }
    server.shutdown_handle().begin_shutdown();
    thread::scope(|scope| {
        scope.spawn(|| server.run());
        for mut peer in peers {
            assert_eq!(String::from_utf8(peer.rest()).unwrap(), "42\n", "{model:?}");
        }
    });
}

#[test]
fn clients_in_the_accept_queue_are_answered_and_closed_in_order() {
    thread::scope(|scope| {
        for &model in Model::value_variants() {
            scope.spawn(move || shuts_down_with_a_full_accept_queue(model));
        }
    });
}
