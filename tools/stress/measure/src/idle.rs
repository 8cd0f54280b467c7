//! What silent clients cost: the memory of a server that has many, and of the same server without any; and the kernel's.

use crate::{
    arguments::Settings,
    machine::memory,
    results::{Idle, Spread, measure_rounds},
    servers::{fitting_clients, options, start},
};
use anyhow::{Context as _, bail};
use std::{
    io::{self, BufRead as _, BufReader, Write as _},
    net::{TcpListener, TcpStream},
    path::Path,
    thread,
    time::Duration,
};
use support::{ProcessStatistics, ServerProcess, raise_fd_limit};

/// How long a server may take to reply behind all the silent clients.
const REPLY_TIMEOUT: Duration = Duration::from_secs(20);

/// How often the memory is looked at until it stays as it is.
const LOOKS: u32 = 40;
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// How many connections of our own tell what the kernel holds for one end.
const CONNECTIONS: u32 = 2000;

/// The results of a round.
struct Round {
    without: ProcessStatistics,
    with: ProcessStatistics,
    /// Bytes that the kernel holds for the server, where the system tells.
    kernel: Option<f64>,
}

/// Measures each model with silent clients, round by round.
pub(crate) fn measure(program: &Path, settings: &Settings, missing: &mut Vec<String>) -> Vec<Idle> {
    // The clients are in this process.
    let (clients, remark) = fitting_clients(settings.silent, raise_fd_limit());
    missing.extend(remark);
    let cases = settings.models.iter().map(|model| (format!("{model}, {clients} silent clients"), model));
    let all = measure_rounds(cases, settings.effort().0, missing, |model| round(program, model, clients));
    all.iter().filter_map(|(model, rounds)| idle(model, clients, rounds)).collect()
}

fn round(program: &Path, model: &str, clients: u32) -> anyhow::Result<Round> {
    // A pool has its threads before it has clients: the one without any gets a single worker.
    let empty = start(program, &options(model, 1))?;
    await_reply(&empty)?;
    let without = settled(&empty)?;
    drop(empty);
    // The clients' ends are in this process, so what the kernel holds for them is not the server's.
    let client_ends = one_end()?.map(|bytes| bytes * f64::from(clients));
    let kernel_before = kernel_memory();
    let server = start(program, &options(model, clients + 1))?;
    let silent: Vec<_> = (0..clients)
        .map(|_| TcpStream::connect(server.address()))
        .collect::<Result<_, _>>()
        .context("could not connect all silent clients")?;
    await_reply(&server)?;
    let with = settled(&server)?;
    let kernel = grown_since(kernel_before).zip(client_ends).map(|(grown, client_ends)| grown - client_ends);
    drop(silent);
    Ok(Round { without, with, kernel })
}

/// One more client gets a reply: by then the server has accepted all clients before it.
fn await_reply(server: &ServerProcess) -> anyhow::Result<()> {
    let mut client = TcpStream::connect(server.address())?;
    client.set_read_timeout(Some(REPLY_TIMEOUT))?;
    client.write_all(b"1+1\n")?;
    let mut reply = String::new();
    BufReader::new(client).read_line(&mut reply).context("no reply behind the silent clients")?;
    if reply != "2\n" {
        bail!("the server replied {reply:?} to 1+1");
    }
    Ok(())
}

/// What the server uses when its memory no longer changes.
fn settled(server: &ServerProcess) -> anyhow::Result<ProcessStatistics> {
    let untold = "the server has ended, or this system does not tell what it uses";
    let statistics = || server.statistics().context(untold);
    let mut before = statistics()?;
    for _ in 0..LOOKS {
        thread::sleep(BETWEEN_LOOKS);
        let now = statistics()?;
        if now.memory == before.memory {
            break;
        }
        before = now;
    }
    Ok(before)
}

#[expect(clippy::cast_precision_loss, reason = "no machine has so much memory")]
fn idle(model: &str, clients: u32, rounds: &[Round]) -> Option<Idle> {
    let spread = |of: &dyn Fn(&Round) -> Option<f64>| Spread::of(rounds.iter().filter_map(of));
    let number = f64::from(clients);
    let grown = |round: &Round| round.with.memory.saturating_sub(round.without.memory) as f64;
    Some(Idle {
        model: model.to_owned(),
        clients,
        options: options(model, clients + 1),
        memory_bytes: spread(&|round| Some(round.with.memory as f64))?,
        bytes_each: spread(&|round| Some(grown(round) / number))?,
        kernel_bytes_each: spread(&|round| Some(round.kernel? / number)),
        threads: spread(&|round| Some(round.with.threads? as f64)),
    })
}

/// What the kernel holds for threads and connections, on the whole machine, in bytes: no process's own memory shows it. A stack
/// for each thread, for when it is in the kernel; the page tables of all processes; and small objects, among them sockets,
/// descriptors and what is recorded of a thread.
fn kernel_memory() -> Option<u64> {
    ["KernelStack", "PageTables", "Slab"].into_iter().map(memory).sum()
}

/// How many bytes more that is now than it was before.
#[expect(clippy::cast_precision_loss, reason = "no machine has so much memory")]
fn grown_since(before: Option<u64>) -> Option<f64> {
    kernel_memory().zip(before).map(|(now, before)| now as f64 - before as f64)
}

/// What the kernel holds for one end of a connection, in bytes: half of what both ends need. Nothing where the system does
/// not tell.
fn one_end() -> io::Result<Option<f64>> {
    let listener = TcpListener::bind("127.0.0.1:0")?;
    let address = listener.local_addr()?;
    let before = kernel_memory();
    let mut ends = Vec::new();
    for _ in 0..CONNECTIONS {
        ends.push((TcpStream::connect(address)?, listener.accept()?.0));
    }
    let grown = grown_since(before);
    drop(ends);
    Ok(grown.map(|bytes| bytes / f64::from(2 * CONNECTIONS)))
}

#[cfg(test)]
mod tests {
    #[cfg(target_os = "linux")]
    #[test]
    fn linux_tells_what_the_kernel_holds_for_connections() {
        assert!(super::kernel_memory() > Some(0));
        assert!(super::one_end().unwrap().is_some());
    }
}
