//! A server that is measured: started, watched, and ended with the measurement.

use crate::figures::{Figures, Watched};
use anyhow::{Context as _, bail};
use std::{
    io::{BufRead as _, BufReader},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// How long a server may take to listen; a virtual machine has to load first.
const PATIENCE: Duration = Duration::from_secs(20);

/// The pause between two attempts to connect to a server that does not say when it listens.
const BETWEEN_TRIES: Duration = Duration::from_millis(10);

/// A running server; dropping it ends it.
pub(crate) struct Server {
    child: Child,
    pub(crate) address: SocketAddr,
}

impl Server {
    /// Starts one that says `listening on ADDRESS` first, as all of ours do.
    pub(crate) fn start(mut command: Command) -> anyhow::Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let name = name(&command);
        let mut child = command.spawn().with_context(|| format!("could not start {name}"))?;
        let mut line = String::new();
        if let Some(out) = child.stdout.take() {
            BufReader::new(out).read_line(&mut line)?;
        }
        let address = line.trim_end().strip_prefix("listening on ").and_then(|address| address.parse().ok());
        let Some(address) = address else {
            end(&mut child);
            bail!("{name} did not say where it listens");
        };
        Ok(Self { child, address })
    }

    /// Starts one that is silent, but listens there sooner or later.
    pub(crate) fn start_at(mut command: Command, address: SocketAddr) -> anyhow::Result<Self> {
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let name = name(&command);
        let child = command.spawn().with_context(|| format!("could not start {name}"))?;
        let server = Self { child, address };
        let start = Instant::now();
        while TcpStream::connect(address).is_err() {
            if start.elapsed() > PATIENCE {
                bail!("{name} does not listen on {address}");
            }
            thread::sleep(BETWEEN_TRIES);
        }
        Ok(server)
    }

    pub(crate) fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it has ended.
    pub(crate) fn wait(mut self) -> anyhow::Result<()> {
        self.child.wait()?;
        Ok(())
    }

    /// What it uses now.
    pub(crate) fn figures(&self) -> anyhow::Result<Figures> {
        Watched::new(self.pid())?.look().context("the server has ended")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        end(&mut self.child);
    }
}

/// What a command starts, without its folder: results are to name no places.
fn name(command: &Command) -> String {
    Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Both fail only where it has ended already.
fn end(child: &mut Child) {
    let _ = child.kill();
    let _ = child.wait();
}
