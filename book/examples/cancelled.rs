//! What `read_line` loses when `select!` drops its future: a calculator that also logs each second.
#![allow(clippy::print_stdout, reason = "a listing of the book, run at a terminal")]

use calculator_server::handle_request;
use std::{env, error::Error, io, time::Duration};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    select,
    time::{Instant, Interval, interval_at},
};

const SECOND: Duration = Duration::from_secs(1);

// ANCHOR: loses
async fn loses_bytes(client: TcpStream, mut seconds: Interval) -> io::Result<()> {
    let (input, mut output) = client.into_split();
    let mut input = BufReader::new(input);
    let mut line = String::new();
    loop {
        select! {
            count = input.read_line(&mut line) => {
                if count? == 0 {
                    return Ok(());
                }
                output.write_all(&reply(&line)).await?;
                line.clear();
            }
            _ = seconds.tick() => println!("still connected"),
        }
    }
}
// ANCHOR_END: loses

// ANCHOR: keeps
async fn keeps_bytes(client: TcpStream, mut seconds: Interval) -> io::Result<()> {
    let (input, mut output) = client.into_split();
    let mut lines = BufReader::new(input).lines();
    loop {
        select! {
            line = lines.next_line() => {
                let Some(line) = line? else { return Ok(()) };
                output.write_all(&reply(&line)).await?;
            }
            _ = seconds.tick() => println!("still connected"),
        }
    }
}
// ANCHOR_END: keeps

fn reply(line: &str) -> Vec<u8> {
    format!("{}\n", handle_request(line.trim_end().as_bytes())).into_bytes()
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let words: Vec<String> = env::args().skip(1).collect();
    let [host, port, method] = words.as_slice() else {
        return Err("give a host, a port, and read_line or next_line".into());
    };
    let listener = TcpListener::bind(format!("{host}:{port}")).await?;
    println!("listening on {}", listener.local_addr()?);
    loop {
        let (client, address) = listener.accept().await?;
        let seconds = interval_at(Instant::now() + SECOND, SECOND);
        let loses = method == "read_line";
        tokio::spawn(async move {
            let served =
                if loses { loses_bytes(client, seconds).await } else { keeps_bytes(client, seconds).await };
            println!("{address} disconnected: {served:?}");
        });
    }
}
