//! Signals: what Ctrl+C sends, and its relatives.

use std::{io, process::Command};

/// What a process can be sent. Windows has none of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signal {
    /// SIGINT, as Ctrl+C sends it.
    Interrupt,
    /// SIGTERM, as a system that shuts down sends it.
    Terminate,
    /// SIGHUP, as a terminal that is closed sends it.
    HangUp,
    /// SIGSTOP: the process does not run on before it is continued.
    Stop,
    /// SIGCONT.
    Continue,
    /// SIGKILL.
    Kill,
}

impl Signal {
    /// Sends it to a process.
    ///
    /// # Errors
    ///
    /// When there is no such process, or it is somebody else's, or the system has no signals (Windows).
    pub fn send(self, process: u32) -> io::Result<()> {
        self.send_to(process.cast_signed())
    }

    /// Sends it to all processes of a group, which has the number of its leader.
    ///
    /// # Errors
    ///
    /// When there is none left in the group, or the system has no signals (Windows).
    pub fn send_to_group(self, leader: u32) -> io::Result<()> {
        self.send_to(-leader.cast_signed())
    }

    /// Sends it to a process or, by the negative number of its leader, to a group (kill(2)).
    #[cfg(unix)]
    fn send_to(self, number: i32) -> io::Result<()> {
        Ok(nix::sys::signal::kill(nix::unistd::Pid::from_raw(number), self.number())?)
    }

    #[cfg(not(unix))]
    fn send_to(self, _number: i32) -> io::Result<()> {
        Err(io::Error::other(format!("this system has no signals ({self:?})")))
    }

    #[cfg(unix)]
    fn number(self) -> nix::sys::signal::Signal {
        use nix::sys::signal::Signal::{SIGCONT, SIGHUP, SIGINT, SIGKILL, SIGSTOP, SIGTERM};
        match self {
            Self::Interrupt => SIGINT,
            Self::Terminate => SIGTERM,
            Self::HangUp => SIGHUP,
            Self::Stop => SIGSTOP,
            Self::Continue => SIGCONT,
            Self::Kill => SIGKILL,
        }
    }
}

/// Has the programs that are started from now on meet a signal as if nobody had ignored it, although a shell without job
/// control or `nohup` ignores it for this process. What a process handles begins with the default in its children, and the
/// handler does what the default is.
///
/// # Errors
///
/// When the system does not let this process handle the signal.
#[cfg(unix)]
pub fn default_in_children(signal: Signal) -> io::Result<()> {
    use std::sync::{Arc, atomic::AtomicBool};
    let handled = Arc::new(AtomicBool::new(true));
    signal_hook::flag::register_conditional_default(signal.number() as i32, handled).map(drop)
}

/// Has a thread of this process handle a signal, which interrupts the system call in which it waits: a call that has
/// transferred some bytes returns how many, and any other goes on. SIGUSR1 is for that alone from then on.
///
/// The signal is for the process, and Linux prefers the thread whose number was given. Other systems do not know threads by
/// numbers, so there this does nothing.
///
/// # Errors
///
/// When there is no such thread.
pub fn interrupt_thread(thread: u32) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use crate::{lock, poll_until};
        use nix::sys::signal::{Signal::SIGUSR1, kill};
        use std::sync::{Arc, LazyLock, Mutex, atomic};
        use std::time::Duration;
        /// Far more than a thread takes that is woken by a signal.
        const HANDLED_WITHIN: Duration = Duration::from_secs(1);
        /// Set by the handler. Without a handler the signal would end the process.
        static HANDLED: LazyLock<Option<Mutex<Arc<atomic::AtomicBool>>>> = LazyLock::new(|| {
            let handled = Arc::new(atomic::AtomicBool::new(false));
            signal_hook::flag::register(SIGUSR1 as i32, Arc::clone(&handled)).ok()?;
            Some(Mutex::new(handled))
        });
        if let Some(handled) = &*HANDLED {
            let handled = lock(handled);
            handled.store(false, atomic::Ordering::SeqCst);
            kill(nix::unistd::Pid::from_raw(thread.cast_signed()), SIGUSR1)?;
            // The system drops a signal while another of its kind is to be handled yet.
            poll_until(HANDLED_WITHIN, || handled.load(atomic::Ordering::SeqCst));
        }
    }
    let _ = thread;
    Ok(())
}

/// Makes a program the leader of a process group of its own, where there are groups: Ctrl+C at our terminal does not reach it,
/// and it can be ended with all that it starts.
pub fn detach_from_terminal(command: &mut Command) -> &mut Command {
    #[cfg(unix)]
    std::os::unix::process::CommandExt::process_group(command, 0);
    command
}
