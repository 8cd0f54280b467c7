//! Leaves its accept loop, and waits for clients that may never send anything.
//!
//! Rejected by: a_silent_client_does_not_delay_the_end

use std::{io, pin::pin};
use tokio::{
    io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader},
    net::{TcpListener, TcpStream},
    select,
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
    let mut connections = JoinSet::new();
    loop {
        select! {
            accepted = listener.accept() => {
                let (client, _) = accepted?;
                connections.spawn(serve_connection(client, handle_request.clone()));
            }
            // A set keeps the outcome of a task until somebody takes it.
            Some(_) = connections.join_next() => {}
            () = &mut shutdown => break,
        }
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
    Ok(())
}

async fn serve_connection<Handle, Reply>(client: TcpStream, handle_request: Handle) -> io::Result<()>
where
    Handle: Fn(String) -> Reply,
    Reply: Future<Output = String>,
{
    let (input, mut output) = client.into_split();
    let mut lines = BufReader::new(input).lines();
    while let Some(line) = lines.next_line().await? {
        let reply = handle_request(line).await + "\n";
        output.write_all(reply.as_bytes()).await?;
    }
    Ok(())
}
