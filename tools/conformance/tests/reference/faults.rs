//! Servers that end badly, or keep what they should give back.

use calculator_server::{Reply, handle_request, serve_connection};
use std::{
    io::Write as _,
    mem,
    net::{TcpListener, TcpStream},
    process,
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::Duration,
};

/// Sends half a reply to each client when it is told to end.
pub(super) fn cut_replies(listener: &TcpListener) -> anyhow::Result<()> {
    let clients = Arc::new(Mutex::new(Vec::<TcpStream>::new()));
    let all = Arc::clone(&clients);
    ctrlc::set_handler(move || {
        for mut client in all.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            let _ = client.write_all(b"0.33");
        }
        process::exit(0);
    })?;
    for client in listener.incoming().flatten() {
        clients.lock().unwrap_or_else(PoisonError::into_inner).extend(client.try_clone());
        thread::spawn(move || serve_connection(&client, handle_request));
    }
    Ok(())
}

/// Never closes the socket of a connection that broke.
pub(super) fn leak_descriptors(listener: &TcpListener) -> ! {
    loop {
        let Ok((client, _)) = listener.accept() else { continue };
        thread::spawn(move || {
            if serve_connection(&client, handle_request).is_err() {
                mem::forget(client);
            }
        });
    }
}

/// So many milliseconds for each request that a hundred of them are not done when the signal comes.
pub(super) fn take_a_while(line: &[u8]) -> Reply {
    if line == b"1+1" {
        thread::park_timeout(Duration::from_millis(10));
    }
    handle_request(line)
}
