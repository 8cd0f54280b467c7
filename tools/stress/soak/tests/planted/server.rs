//! Our server with a fault planted in it, named by the variable `PLANTED`: what a soak has to find.

use calculator_server::{Reply, handle_request};
use clap::Parser;
use concurrency::{Config, Server, shutdown_on_signals};
use socket_basics::{Endpoint, announce, exit_code, listen};
use std::{
    env,
    fs::File,
    mem,
    process::{self, ExitCode},
    sync::{
        OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    thread,
    time::Instant,
};

#[derive(Parser)]
struct Arguments {
    #[command(flatten)]
    endpoint: Endpoint,

    #[command(flatten)]
    config: Config,
}

fn main() -> ExitCode {
    exit_code(run(&Arguments::parse()))
}

fn run(arguments: &Arguments) -> anyhow::Result<()> {
    let planted = env::var("PLANTED").unwrap_or_default();
    let listener = listen(&arguments.endpoint)?;
    let server = Server::new(listener, &arguments.config, handler_of(&planted))?;
    match planted.as_str() {
        // SIGTERM keeps its default: the process ends at once.
        "loses replies" => {}
        "does not end" => ctrlc::set_handler(|| {})?,
        _ => shutdown_on_signals(server.shutdown_handle())?,
    }
    announce(&arguments.endpoint, server.address()?)?;
    server.run();
    process::exit(if planted == "ends badly" { 3 } else { 0 })
}

fn handler_of(planted: &str) -> fn(&[u8]) -> Reply {
    match planted {
        "miscalculates" => miscalculate,
        "leaks descriptors" => leak_a_descriptor,
        "leaks memory" => leak_memory,
        "leaks threads" => leak_a_thread,
        "panics" => panic,
        _ => handle_request,
    }
}

/// Whether this is one of the few requests at which the fault shows.
fn is_unlucky() -> bool {
    static REQUESTS: AtomicU64 = AtomicU64::new(0);
    REQUESTS.fetch_add(1, Ordering::Relaxed) % 1000 == 999
}

fn miscalculate(line: &[u8]) -> Reply {
    match handle_request(line) {
        Reply::Value(value) if is_unlucky() => Reply::Value(value + 1.0),
        reply => reply,
    }
}

fn leak_a_descriptor(line: &[u8]) -> Reply {
    if is_unlucky() {
        mem::forget(File::open(env::current_exe().unwrap_or_default()));
    }
    handle_request(line)
}

/// About 8 MB a second, however many requests come, so that a test cannot use up the memory of a machine.
fn leak_memory(line: &[u8]) -> Reply {
    static START: OnceLock<Instant> = OnceLock::new();
    static LEAKED: AtomicU64 = AtomicU64::new(0);
    let due = START.get_or_init(Instant::now).elapsed().as_millis() / 125;
    if u128::from(LEAKED.load(Ordering::Relaxed)) < due {
        LEAKED.fetch_add(1, Ordering::Relaxed);
        mem::forget(vec![1_u8; 1_000_000]);
    }
    handle_request(line)
}

fn leak_a_thread(line: &[u8]) -> Reply {
    if is_unlucky() {
        drop(thread::Builder::new().stack_size(64 * 1024).spawn(thread::park));
    }
    handle_request(line)
}

fn panic(line: &[u8]) -> Reply {
    assert!(!is_unlucky(), "as planted");
    handle_request(line)
}
