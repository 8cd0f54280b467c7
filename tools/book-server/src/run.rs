//! Doing what the command line asks for.

use crate::{
    Arguments,
    arguments::Command,
    build::{build, replaceable},
    place::Place,
    port::listen,
    say::{say, say_problems},
    serve::router,
    site::Site,
    watch::{Change, Watch},
};
use anyhow::Context as _;
use std::{io, thread, time::Instant};
use tokio::{
    net::TcpListener,
    runtime::Runtime,
    signal,
    sync::watch::{Receiver, Sender},
};

/// Whether all that was asked for could be done; what is wrong with the book has been said.
///
/// # Errors
///
/// When there is no book, or no port to serve it on, or the system refuses what is needed.
pub fn run(arguments: &Arguments) -> anyhow::Result<bool> {
    let place = Place::find()?;
    match &arguments.command {
        Some(Command::Check) => check(&place),
        Some(Command::Build { out }) => {
            let out = replaceable(&out.clone().unwrap_or_else(|| place.site()))?;
            let problems = build(&place.root, &place.workspace()?, &out)?;
            if problems.is_empty() {
                say(format_args!("the book is in {}", out.join("index.html").display()));
            } else {
                say_problems(&problems, "; the site is not complete");
            }
            Ok(problems.is_empty())
        }
        None => serve(place, arguments).map(|()| true),
    }
}

fn check(place: &Place) -> anyhow::Result<bool> {
    let folder = place.folder()?;
    let problems = build(&place.root, &place.workspace()?, folder.path())?;
    if problems.is_empty() {
        say("nothing is wrong with the book");
    } else {
        say_problems(&problems, "");
    }
    Ok(problems.is_empty())
}

/// Serves the book until Ctrl+C.
fn serve(place: Place, arguments: &Arguments) -> anyhow::Result<()> {
    let listener = listen(arguments.port)?;
    let address = listener.local_addr()?;
    let (sites, watched) = Site::channel();
    // Before the first build, so that no change is missed.
    let watch = Watch::new(&place.root)?;
    say("building the book…");
    let mut keeper = Keeper { workspace: place.workspace()?, place, sites };
    keeper.rebuild()?;
    if arguments.port != 0 && address.port() != arguments.port {
        say(format_args!("port {} is taken, so it is {} today", arguments.port, address.port()));
    }
    let url = format!("http://{address}/");
    say(format_args!("the book is at {url} and follows your changes; Ctrl+C ends it"));
    let sites = keeper.sites.clone();
    thread::spawn(move || keeper.follow(&watch));
    if !arguments.no_open {
        open(url);
    }
    let outcome =
        Runtime::new().context("could not start serving")?.block_on(until_ctrl_c(listener, watched));
    // The thread that builds has the site, too, and does not end before the program: its folder would stay.
    sites.send_modify(Site::end);
    outcome.context("could not go on serving")
}

async fn until_ctrl_c(listener: std::net::TcpListener, sites: Receiver<Site>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let server = axum::serve(TcpListener::from_std(listener)?, router(sites));
    tokio::select! {
        outcome = server => outcome,
        // Pages hold on to their streams of events, so nothing is waited for.
        _ = signal::ctrl_c() => Ok(()),
    }
}

/// Asks the system for a browser; it may take its time, or have none.
fn open(url: String) {
    thread::spawn(move || {
        if opener::open(&url).is_err() {
            say(format_args!("no browser could be opened: open {url} yourself"));
        }
    });
}

/// Builds the book, and builds it again.
struct Keeper {
    place: Place,
    workspace: book_checks::Workspace,
    sites: Sender<Site>,
}

impl Keeper {
    /// Builds after each change, as long as there is anyone to build for.
    fn follow(mut self, watch: &Watch) {
        while let Some(change) = watch.wait() {
            if let Err(error) = self.follow_one(change) {
                say(format_args!("{error:#}"));
            }
        }
    }

    fn follow_one(&mut self, change: Change) -> anyhow::Result<()> {
        if change == Change::Manifest {
            self.workspace = self.place.workspace()?;
        }
        self.rebuild()
    }

    /// Replaces the site, or says what is wrong and leaves it.
    fn rebuild(&mut self) -> anyhow::Result<()> {
        let start = Instant::now();
        let folder = self.place.folder()?;
        let problems = build(&self.place.root, &self.workspace, folder.path())?;
        if problems.is_empty() {
            self.sites.send_modify(|site| site.replace(folder));
            say(format_args!("built in {:.1} s", start.elapsed().as_secs_f64()));
        } else {
            self.sites.send_modify(|site| site.keep(&problems));
            let is_shown = self.sites.borrow().folder().is_some();
            say_problems(&problems, if is_shown { "; the last good book stays in the browser" } else { "" });
        }
        Ok(())
    }
}
