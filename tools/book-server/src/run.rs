//! Doing what the command line asks for.

use crate::{
    address::{listen, open_browser},
    arguments::{Arguments, Command},
    build::{Edition, build, replaceable},
    connections::{self, Limits},
    live::{Calculator, EventBus, ExerciseService, ExperimentRunner, Guard, LastRun, Live},
    pages::router,
    say, say_problems,
    secret::secret,
    site::{Place, Site},
    watch::{Change, POLL_INTERVAL, Watch},
};
use anyhow::Context as _;
use axum::Router;
use book_checks::{Problem, Workspace};
use std::{
    collections::BTreeSet,
    path::Path,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};
use tokio::{
    net::TcpListener,
    runtime::Runtime,
    sync::{Notify, watch::Sender},
};

/// How long is waited for work that is being ended.
const GRACE: Duration = Duration::from_secs(1);

/// Whether all that was asked for could be done; what is wrong with the book has been said.
///
/// # Errors
///
/// When there is no book, or no port to serve it on, or the system refuses what is needed.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<bool> {
    let place = Place::find()?;
    match &arguments.command {
        Some(Command::Check) => {
            build_once(&place, place.folder()?.path(), "nothing is wrong with the book", "")
        }
        Some(Command::Build { out }) => {
            let out = replaceable(&out.clone().unwrap_or_else(|| place.output.join("site")))?;
            let built = format!("the book is in {}", out.join("index.html").display());
            build_once(&place, &out, &built, "; the site is not complete")
        }
        None => serve(place, arguments).map(|()| true),
    }
}

/// Builds the book, and says that all is well, or what is wrong and what follows from it; whether all is well.
fn build_once(place: &Place, out: &Path, well: &str, consequence: &str) -> anyhow::Result<bool> {
    let problems = build(place, out, Edition::Web, |_| true)?;
    if problems.is_empty() {
        say(well);
    } else {
        say_problems(&problems, consequence);
    }
    Ok(problems.is_empty())
}

/// Serves the book until Ctrl+C.
fn serve(place: Place, arguments: &Arguments) -> anyhow::Result<()> {
    let listener = listen(arguments.port)?;
    let address = listener.local_addr()?;
    let (sites, watched) = Site::channel();
    // Before the first build, so that no change is missed.
    let report = place.report()?;
    let watch = Watch::new(&place.root, &report, arguments.poll)?;
    if let Some(reason) = &watch.polls_because {
        say(format_args!("polling the files for changes every {} s: {reason}", POLL_INTERVAL.as_secs()));
    }
    say("building the book…");
    let runtime = Runtime::new().context("could not start serving")?;
    let events = Arc::new(EventBus::new());
    let live = Live {
        guard: Guard::new(address, secret(&place.output)?)?,
        exercises: ExerciseService::new(&place.root, Arc::clone(&events), runtime.handle().clone())?,
        experiments: ExperimentRunner::new(&place.root, Arc::clone(&events), runtime.handle().clone()),
        calculator: Calculator::new(&place.root, Arc::clone(&events)),
        last_run: LastRun::new(report, Arc::clone(&events)),
        events,
    };
    let (url, output) = (live.guard.url(), place.output.clone());
    let mut keeper = Rebuilder { place, sites, live: live.clone() };
    keeper.rebuild()?;
    if arguments.port != 0 && address.port() != arguments.port {
        say(format_args!("port {} is taken, so it is {} today", arguments.port, address.port()));
    }
    say(format_args!("the book is at {url} and follows your changes; Ctrl+C ends it"));
    let sites = keeper.sites.clone();
    thread::spawn(move || keeper.follow(&watch));
    if !arguments.no_open {
        open_browser(address, &url, &output);
    }
    let outcome = runtime.block_on(until_ctrl_c(listener, router(watched, live.clone())));
    live.exercises.end();
    live.experiments.end();
    live.calculator.end();
    runtime.shutdown_timeout(GRACE);
    // The thread that builds has the site, too, and does not end before the program: its folder would stay.
    sites.send_modify(Site::end);
    outcome.context("could not go on serving")
}

/// Serves until Ctrl+C; or until the terminal is gone, or somebody wants us to end.
async fn until_ctrl_c(listener: std::net::TcpListener, router: Router) -> anyhow::Result<()> {
    let told = Arc::new(Notify::new());
    let handler = Arc::clone(&told);
    ctrlc::set_handler(move || handler.notify_one())?;
    listener.set_nonblocking(true)?;
    let server = connections::serve(TcpListener::from_std(listener)?, router, Limits::BOOK);
    tokio::select! {
        () = server => {}
        // Pages hold on to their streams of events, so nothing is waited for.
        () = told.notified() => {}
    }
    Ok(())
}

/// Builds the book, and builds it again.
struct Rebuilder {
    place: Place,
    sites: Sender<Site>,
    live: Live,
}

impl Rebuilder {
    /// Builds after each change, as long as there is anyone to build for.
    fn follow(mut self, watch: &Watch) {
        while let Some(changes) = watch.wait() {
            let _ = self.follow_one(&changes).inspect_err(|error| say(format_args!("{error:#}")));
        }
    }

    fn follow_one(&mut self, changes: &BTreeSet<Change>) -> anyhow::Result<()> {
        if changes.contains(&Change::Exercise) {
            self.live.exercises.look();
        }
        if changes.contains(&Change::Report) {
            self.live.last_run.look();
        }
        if changes.contains(&Change::Manifest) {
            self.place.workspace = Workspace::read(&self.place.root)?;
        }
        if changes.contains(&Change::Text) { self.rebuild() } else { Ok(()) }
    }

    /// Replaces the site, or says what is wrong and leaves it.
    fn rebuild(&mut self) -> anyhow::Result<()> {
        let start = Instant::now();
        let folder = self.place.folder()?;
        // In what state a learner's own files are is no fault of the book.
        let matters = |problem: &Problem| !problem.file.ends_with("/exercise.rs");
        let problems = build(&self.place, folder.path(), Edition::Served, matters)?;
        if problems.is_empty() {
            self.sites.send_modify(|site| site.replace(folder));
            say(format_args!("built in {:.1} s", start.elapsed().as_secs_f64()));
        } else {
            self.sites.send_modify(|site| site.keep(&problems));
            let is_shown = self.sites.borrow().folder().is_some();
            say_problems(&problems, if is_shown { "; the last good book stays in the browser" } else { "" });
        }
        self.live.events.put("site", &self.sites.borrow().event());
        Ok(())
    }
}
