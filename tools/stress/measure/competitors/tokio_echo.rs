//! An echo for lines on tokio: a task a client, one write a line, and no limits. Its arguments are a host and a port.

use clap::Parser;
use socket_basics::{Endpoint, announce, listen};
use std::io;
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    runtime::Builder,
};

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint,
}

fn main() -> anyhow::Result<()> {
    let _ = support::raise_fd_limit();
    let Arguments { endpoint } = Arguments::parse();
    let listener = listen(&endpoint)?;
    listener.set_nonblocking(true)?;
    announce(&endpoint, listener.local_addr()?)?;
    Builder::new_multi_thread().enable_io().build()?.block_on(async {
        let listener = TcpListener::from_std(listener)?;
        loop {
            let (stream, _) = listener.accept().await?;
            tokio::spawn(echo(stream));
        }
    })
}

async fn echo(mut stream: TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let (reader, mut writer) = stream.split();
    let mut reader = BufReader::new(reader);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line).await? > 0 {
        writer.write_all(&line).await?;
        line.clear();
    }
    Ok(())
}
