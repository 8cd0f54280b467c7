//! Waits in each task for a change, with a receiver that the task makes when it begins.
//!
//! Rejected by: a_client_that_connects_at_the_last_moment_does_not_delay_the_end

use std::{io, pin::pin};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    select,
    sync::watch,
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
    let (stop, stopped) = watch::channel(false);
    drop(stopped);
    let mut connections = JoinSet::new();
    let mut shutdown = pin!(shutdown);
    loop {
        select! {
            accepted = listener.accept() => {
                let (client, _) = accepted?;
                let (handle_request, stop) = (handle_request.clone(), stop.clone());
                connections.spawn(async move { serve_connection(client, handle_request, stop.subscribe()).await });
            }
            Some(_) = connections.join_next() => {}
            () = &mut shutdown => break,
        }
    }
    drop(listener);
    stop.send_replace(true);
    while connections.join_next().await.is_some() {}
    Ok(())
}

async fn serve_connection<Handle, Reply>(
    client: TcpStream,
    handle_request: Handle,
    mut stopped: watch::Receiver<bool>,
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
            _ = stopped.changed() => None,
        };
        let Some(line) = line else { return Ok(()) };
        let reply = handle_request(line).await + "\n";
        output.write_all(reply.as_bytes()).await?;
    }
}
