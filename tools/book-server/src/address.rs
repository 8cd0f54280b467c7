//! Where the book is reached: a port of this machine, and the reader's browser, if it can be opened.

use crate::{say, secret::redirect};
use anyhow::Context as _;
use std::{
    env,
    ffi::OsString,
    io::ErrorKind,
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::Path,
    thread,
};

/// How many ports are tried before we give up.
const TRIES: u16 = 20;

/// Listens on the loopback, at this port or, if that is taken, the next one that is free.
pub(crate) fn listen(port: u16) -> anyhow::Result<TcpListener> {
    for candidate in port..=port.saturating_add(TRIES) {
        match TcpListener::bind((Ipv4Addr::LOCALHOST, candidate)) {
            Err(error) if error.kind() == ErrorKind::AddrInUse => {}
            other => return other.with_context(|| format!("could not listen on 127.0.0.1:{candidate}")),
        }
    }
    anyhow::bail!("port {port} and the {TRIES} after it are all taken; choose another one with --port")
}

/// Asks the system for a browser, where the reader can be expected to see it. The book's address has been said by now. `folder`
/// is for a page that leads the browser there.
pub(crate) fn open_browser(address: SocketAddr, url: &str, folder: &Path) {
    if let Some(reason) = why_not_here(address, url, is_set) {
        return say(reason);
    }
    // Everybody can read a command line, so the secret does not stand in it. Only a browser on another machine cannot read
    // a file of ours; nobody else works in such a system. Windows keeps command lines from other users.
    let is_elsewhere = ["WSL_DISTRO_NAME", "VSCODE_IPC_HOOK_CLI"].into_iter().any(is_set);
    let is_url = cfg!(windows) || is_elsewhere;
    let page = if is_url { Ok(url.into()) } else { redirect(folder, url).map(OsString::from) };
    let url = url.to_owned();
    // It may take its time, or have none.
    thread::spawn(move || {
        let opened = page.map_err(anyhow::Error::from).and_then(|page| Ok(opener::open_browser(page)?));
        if let Err(error) = opened {
            say(format_args!("no browser could be opened ({error}): open {url} yourself"));
        }
    });
}

/// Whether a variable of the environment has a value.
pub(crate) fn is_set(name: &str) -> bool {
    env::var_os(name).is_some_and(|value| !value.is_empty())
}

/// Why a browser would be seen by nobody, as the variables of the environment say, and what to do.
fn why_not_here(address: SocketAddr, url: &str, is_set: impl Fn(&str) -> bool) -> Option<String> {
    // Of WSL, Windows has the browser; BROWSER is a program that knows what to do, as editors in the cloud have one.
    let shows = ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "BROWSER"];
    if is_set("SSH_CONNECTION") {
        return Some(format!(
            "no browser was opened, since this is an SSH session: on your own machine, run\n\
             `{}`, and open {url} there",
            forwarding(address)
        ));
    }
    (cfg!(target_os = "linux") && !shows.into_iter().any(is_set)).then(|| {
        format!(
            "no browser was opened, since there is no display here (DISPLAY and WAYLAND_DISPLAY are not set):\n\
             open {url} yourself"
        )
    })
}

/// What makes us reachable from another machine, under the same address.
pub(crate) fn forwarding(address: SocketAddr) -> String {
    format!("ssh -L {}:{address} HOST", address.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BOOK: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 3000);
    const URL: &str = "http://127.0.0.1:3000/5ec/";

    #[test]
    fn over_ssh_no_browser_is_opened_even_with_a_display() {
        for set in [&["SSH_CONNECTION"][..], &["SSH_CONNECTION", "DISPLAY"], &["SSH_CONNECTION", "BROWSER"]] {
            let reason = why_not_here(BOOK, URL, |name| set.contains(&name)).unwrap();
            assert!(reason.contains("this is an SSH session"), "{set:?}: {reason}");
        }
    }

    #[test]
    fn without_a_display_linux_opens_no_browser() {
        let reason = why_not_here(BOOK, URL, |_| false);
        let is_named = reason.is_some_and(|reason| reason.contains("there is no display here"));
        assert_eq!(is_named, cfg!(target_os = "linux"));
        for set in ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "BROWSER"] {
            assert_eq!(why_not_here(BOOK, URL, |name| name == set), None, "{set}");
        }
    }

    #[test]
    fn a_port_is_forwarded_to_the_same_number() {
        assert_eq!(forwarding(BOOK), "ssh -L 3000:127.0.0.1:3000 HOST");
    }

    #[test]
    fn the_next_port_is_taken_where_one_is_in_use() {
        let first = listen(0).unwrap().local_addr().unwrap().port().min(60_000);
        let taken = listen(first).unwrap().local_addr().unwrap();
        let _held = TcpListener::bind(taken).unwrap();
        let next = listen(taken.port()).unwrap().local_addr().unwrap();
        assert!(next.ip().is_loopback() && next.port() > taken.port(), "{taken} {next}");
    }
}
