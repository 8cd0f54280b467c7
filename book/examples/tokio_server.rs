//! The calculator on tokio, as most tutorials write a server, with an end that cuts no reply.
#![allow(clippy::print_stdout, reason = "a listing of the book, run at a terminal")]

use calculator_server::handle_request;
use std::{env, error::Error, io, time::Duration};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    select,
    sync::watch::{self, Receiver},
    time::timeout,
};

const IDLE_TIMEOUT: Duration = Duration::from_mins(1);

// ANCHOR: main
#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let listener = TcpListener::bind(words.join(":")).await?;
    println!("listening on {}", listener.local_addr()?);

    let (shutdown, mut begun) = watch::channel(false);
    let on_ctrl_c = shutdown.clone();
    ctrlc::set_handler(move || {
        on_ctrl_c.send_replace(true);
    })?;

    loop {
        select! {
            accepted = listener.accept() => {
                let (client, address) = accepted?;
                let begun = shutdown.subscribe();
                tokio::spawn(async move {
                    println!("{address} connected");
                    match serve(client, begun).await {
                        Ok(()) => println!("{address} disconnected"),
                        Err(error) => println!("{address} failed: {error}"),
                    }
                });
            }
            _ = begun.wait_for(|begun| *begun) => break,
        }
    }
    drop((listener, begun));
    shutdown.closed().await; // until no task has a receiver any more
    Ok(())
}
// ANCHOR_END: main

// ANCHOR: serve
async fn serve(client: TcpStream, mut begun: Receiver<bool>) -> io::Result<()> {
    let (input, mut output) = client.into_split();
    let mut lines = BufReader::new(input).lines();
    loop {
        let line = select! {
            line = timeout(IDLE_TIMEOUT, lines.next_line()) => line??,
            _ = begun.wait_for(|begun| *begun) => None,
        };
        let Some(line) = line else { return Ok(()) };
        let reply = format!("{}\n", handle_request(line.as_bytes()));
        output.write_all(reply.as_bytes()).await?;
    }
}
// ANCHOR_END: serve
