//! Cuts off a line after 1 MiB.
//!
//! Rejected by: all_clients_are_served_at_the_same_time

use std::{io, pin::pin};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    select,
    sync::watch::{self, Receiver},
    task::JoinSet,
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
    let (signal, begun) = watch::channel(false);
    let mut connections = JoinSet::new();
    loop {
        select! {
            accepted = listener.accept() => {
                let (client, _) = accepted?;
                connections.spawn(serve_connection(client, handle_request.clone(), begun.clone()));
            }
            // A set keeps the outcome of a task until somebody takes it.
            Some(_) = connections.join_next() => {}
            () = &mut shutdown => break,
        }
    }
    drop(listener);
    signal.send_replace(true);
    while connections.join_next().await.is_some() {}
    Ok(())
}

async fn serve_connection<Handle, Reply>(
    client: TcpStream,
    handle_request: Handle,
    mut begun: Receiver<bool>,
) -> io::Result<()>
where
    Handle: Fn(String) -> Reply,
    Reply: Future<Output = String>,
{
    let (input, mut output) = client.into_split();
    let mut lines = BufReader::new(input).lines();
    loop {
        let line = select! {
            line = lines.next_line() => line?,
            _ = begun.wait_for(|begun| *begun) => None,
        };
        let Some(mut line) = line else { return Ok(()) };
        line.truncate(1 << 20);
        let reply = handle_request(line).await + "\n";
        output.write_all(reply.as_bytes()).await?;
    }
}
