//! What silent clients cost: the memory of a server that has many, and of the same server without any; and the kernel's.

use crate::{
    arguments::Settings,
    kernel_memory::{KernelMemory, one_end},
    results::{Idle, Spread},
    servers::{fitting_clients, options, start, statistics},
};
use anyhow::{Context as _, bail};
use std::{
    io::{BufRead as _, BufReader, Write as _},
    net::TcpStream,
    path::Path,
    thread,
    time::Duration,
};
use support::{ProcessStatistics, ProgressLine, ServerProcess};

/// How long a server may take to reply behind all the silent clients.
const REPLY_TIMEOUT: Duration = Duration::from_secs(20);

/// How often the memory is looked at until it stays as it is.
const LOOKS: u32 = 40;
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// The results of a round.
struct Round {
    without: ProcessStatistics,
    with: ProcessStatistics,
    /// Bytes that the kernel holds for the server, where the system tells.
    kernel: Option<f64>,
}

/// Measures each model with silent clients, round by round.
pub(crate) fn measure(
    program: &Path,
    settings: &Settings,
    limit: u64,
    progress: &ProgressLine,
    missing: &mut Vec<String>,
) -> Vec<Idle> {
    // The clients are in this process.
    let (clients, remark) = fitting_clients(settings.silent, limit);
    let (models, rounds) = (&settings.models, settings.effort().0);
    missing.extend(remark);
    let mut all: Vec<(&String, Vec<Round>)> = models.iter().map(|model| (model, Vec::new())).collect();
    for number in 1..=rounds {
        for (model, done) in &mut all {
            progress.show(format_args!("round {number} of {rounds}: {model}, {clients} silent clients"));
            match round(program, model, clients) {
                Ok(round) => done.push(round),
                Err(error) => {
                    missing.push(format!("{model}, {clients} silent clients, round {number}: {error:#}"));
                }
            }
        }
    }
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
    let kernel_before = KernelMemory::now();
    let server = start(program, &options(model, clients + 1))?;
    let silent: Vec<_> = (0..clients)
        .map(|_| TcpStream::connect(server.address()))
        .collect::<Result<_, _>>()
        .context("could not connect all silent clients")?;
    await_reply(&server)?;
    let with = settled(&server)?;
    let grown = KernelMemory::now().zip(kernel_before).map(|(now, before)| now.grown_since(before));
    let kernel = grown.zip(client_ends).map(|(grown, client_ends)| grown - client_ends);
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
    let mut before = statistics(server)?;
    for _ in 0..LOOKS {
        thread::sleep(BETWEEN_LOOKS);
        let now = statistics(server)?;
        if now.memory == before.memory {
            break;
        }
        before = now;
    }
    Ok(before)
}

#[expect(clippy::cast_precision_loss, reason = "no machine has so much memory")]
fn idle(model: &str, clients: u32, rounds: &[Round]) -> Option<Idle> {
    let each =
        |round: &Round| round.with.memory.saturating_sub(round.without.memory) as f64 / f64::from(clients);
    Some(Idle {
        model: model.to_owned(),
        clients,
        options: options(model, clients + 1),
        memory_bytes: Spread::of(rounds.iter().map(|round| round.with.memory as f64))?,
        bytes_each: Spread::of(rounds.iter().map(each))?,
        kernel_bytes_each: Spread::of(
            rounds.iter().filter_map(|round| round.kernel).map(|bytes| bytes / f64::from(clients)),
        ),
        threads: Spread::of(
            rounds.iter().filter_map(|round| round.with.threads).map(|threads| threads as f64),
        ),
    })
}
