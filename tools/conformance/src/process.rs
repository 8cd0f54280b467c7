//! A program that is judged, from its command to the end of all that it has started.

use std::{
    io,
    net::SocketAddr,
    process::{Command, ExitStatus},
};
use support::{KillOnDrop, ProcessGroup, ProcessSupervisor};

/// A program in a process group of its own. Dropping it ends the group.
pub(crate) struct Process {
    child: KillOnDrop,
    group: Option<ProcessGroup>,
}

impl Process {
    /// Starts a command, whose standard streams `redirect` connects with ours.
    ///
    /// # Errors
    ///
    /// When the system does not start it; the command is part of the message.
    pub(crate) fn start(
        words: &[String],
        supervisor: &ProcessSupervisor,
        redirect: impl FnOnce(&mut Command),
    ) -> io::Result<Self> {
        let quoted = words.first().is_some_and(|program| program.contains(' '));
        let hint = if quoted { ". Leave out the quotes: it is a program and its arguments" } else { "" };
        let failed = |error: io::Error| {
            io::Error::new(error.kind(), format!("could not start `{}`: {error}{hint}", words.join(" ")))
        };
        let [program, arguments @ ..] = words else { return Err(failed(io::ErrorKind::InvalidInput.into())) };
        let mut command = Command::new(program);
        redirect(command.args(arguments));
        let (child, group) = supervisor.start(&mut command).map_err(failed)?;
        Ok(Self { child: KillOnDrop(child), group: Some(group) })
    }

    pub(crate) fn id(&self) -> u32 {
        self.child.0.id()
    }

    /// Whether it, or something that it has started, still runs.
    pub(crate) fn runs(&self) -> bool {
        self.group.as_ref().is_some_and(ProcessGroup::runs)
    }

    /// How its command has ended, if it has.
    pub(crate) fn exit_status(&mut self) -> Option<ExitStatus> {
        self.child.0.try_wait().ok().flatten()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let still_runs = matches!(self.child.0.try_wait(), Ok(None));
        if let Some(group) = self.group.take() {
            group.kill(still_runs);
        }
    }
}

/// The command with the address at its end, or in the places that are named for it.
pub(crate) fn with_address(words: &[String], address: SocketAddr) -> Vec<String> {
    let (host, port) = (address.ip().to_string(), address.port().to_string());
    let filled: Vec<_> =
        words.iter().map(|word| word.replace("{host}", &host).replace("{port}", &port)).collect();
    if filled == words { [filled, vec![host, port]].concat() } else { filled }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_and_port_come_last_or_where_they_are_named() {
        let address = SocketAddr::from(([127, 0, 0, 1], 2000));
        let filled = |words: &[&str]| {
            with_address(&words.iter().map(|&word| word.to_owned()).collect::<Vec<_>>(), address).join(" ")
        };
        assert_eq!(filled(&["python3", "server.py"]), "python3 server.py 127.0.0.1 2000");
        assert_eq!(filled(&["serve", "--bind={host}:{port}", "-v"]), "serve --bind=127.0.0.1:2000 -v");
        assert_eq!(filled(&["serve", "-p", "{port}"]), "serve -p 2000");
    }
}
