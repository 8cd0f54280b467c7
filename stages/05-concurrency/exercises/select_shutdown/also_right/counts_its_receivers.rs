//! `spawn`, and a channel that tells when the last task has dropped its receiver. Lines are read as bytes.

use std::{
    io::{self, ErrorKind},
    mem,
    pin::pin,
};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    select,
    sync::watch::{self, Receiver},
};

/// Serves all clients until `shutdown` is ready, and returns when the last connection has ended.
pub async fn serve<Handle, Reply>(
    listener: TcpListener,
    handle_request: Handle,
    shutdown: impl Future<Output = ()>,
) -> io::Result<()>
where
    Handle: Fn(String) -> Reply + Clone + Send + 'static,
    Reply: Future<Output = String> + Send + 'static,
{
    let mut shutdown = pin!(shutdown);
    let (state, _) = watch::channel(false);
    loop {
        let (client, _) = select! {
            accepted = listener.accept() => accepted?,
            () = &mut shutdown => break,
        };
        tokio::spawn(serve_connection(client, handle_request.clone(), state.subscribe()));
    }
    state.send_replace(true);
    drop(listener);
    state.closed().await;
    Ok(())
}

async fn serve_connection<Handle, Reply>(
    mut client: TcpStream,
    handle_request: Handle,
    mut begun: Receiver<bool>,
) -> io::Result<()>
where
    Handle: Fn(String) -> Reply,
    Reply: Future<Output = String>,
{
    let (input, mut output) = client.split();
    let mut input = BufReader::new(input);
    // `read_until` is cancel safe as long as this lives outside of the loop.
    let mut line = Vec::new();
    while !*begun.borrow() {
        select! {
            outcome = input.read_until(b'\n', &mut line) => drop(outcome?),
            _ = begun.changed() => return Ok(()),
        }
        if line.pop() != Some(b'\n') {
            return Ok(());
        }
        let text = String::from_utf8(mem::take(&mut line)).map_err(|_| ErrorKind::InvalidData)?;
        let mut reply = handle_request(text).await;
        reply.push('\n');
        output.write_all(reply.as_bytes()).await?;
    }
    Ok(())
}
