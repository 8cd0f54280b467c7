//! Servers that end badly, or keep what they should give back.

use calculator_server::{Reply, handle_request, serve_connection};
use std::{
    io::{self, Write as _},
    mem,
    net::{Shutdown, TcpListener, TcpStream},
    process,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
    time::Duration,
};
use support::lock;

/// Sends half a reply to each client when it is told to end.
pub(super) fn cut_replies(listener: &TcpListener) -> anyhow::Result<()> {
    let clients = Arc::new(Mutex::new(Vec::<TcpStream>::new()));
    let all = Arc::clone(&clients);
    ctrlc::set_handler(move || {
        for mut client in lock(&all).iter() {
            let _ = client.write_all(b"0.33");
        }
        process::exit(0);
    })?;
    for client in listener.incoming().flatten() {
        lock(&clients).extend(client.try_clone());
        thread::spawn(move || serve_connection(&client, handle_request));
    }
    Ok(())
}

/// Shuts the connection down that ends in such a way, and never closes its socket.
pub(super) fn leak_descriptors(listener: &TcpListener, leaks: fn(&io::Result<u64>) -> bool) -> ! {
    loop {
        let Ok((client, _)) = listener.accept() else { continue };
        thread::spawn(move || {
            if leaks(&serve_connection(&client, handle_request)) {
                let _ = client.shutdown(Shutdown::Both);
                mem::forget(client);
            }
        });
    }
}

/// Ends when nobody has connected for a moment, as if the listening socket had a timeout and nobody handled it.
pub(super) fn end_when_idle(listener: &TcpListener) -> anyhow::Result<()> {
    let (accepted, clients) = mpsc::channel();
    let listener = listener.try_clone()?;
    thread::spawn(move || listener.incoming().flatten().try_for_each(|client| accepted.send(client)));
    let mut client = clients.recv()?;
    loop {
        thread::spawn(move || serve_connection(&client, handle_request));
        client = clients.recv_timeout(Duration::from_millis(200))?;
    }
}

/// Keeps something for requests of those clients that break nothing, and never removes it. How many requests of the others
/// arrive is chance.
pub(super) fn keep(line: &[u8]) -> Reply {
    static KEPT: Mutex<Vec<Vec<u8>>> = Mutex::new(Vec::new());
    if line == b"2*3" {
        lock(&KEPT).push(vec![1; 64 * 1024]);
    }
    handle_request(line)
}

/// The same, as a cache that is full after a while.
pub(super) fn keep_at_first(line: &[u8]) -> Reply {
    static REQUESTS: AtomicUsize = AtomicUsize::new(0);
    if line == b"2*3" && REQUESTS.fetch_add(1, Ordering::Relaxed) >= 2_200 {
        return handle_request(line);
    }
    keep(line)
}

/// So many milliseconds for each request that a hundred of them are not done when the signal comes.
pub(super) fn take_a_while(line: &[u8]) -> Reply {
    if line == b"1+1" {
        thread::park_timeout(Duration::from_millis(10));
    }
    handle_request(line)
}
