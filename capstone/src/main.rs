//! Your own server. The section "Your own server" of the book says what to build, rung by rung.
//!
//! Run it:    cargo run --manifest-path capstone/Cargo.toml -- localhost 1081
//! Judge it:  cargo build --manifest-path capstone/Cargo.toml
//!            cargo conformance calculator -- capstone/target/debug/capstone

use std::{env, process::ExitCode};

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [host, port] = arguments.as_slice() else {
        eprintln!("usage: capstone <HOST> <PORT>");
        return ExitCode::from(2);
    };
    let Ok(port) = port.parse::<u16>() else {
        eprintln!("the port must be a number from 0 to 65535, not {port:?}");
        return ExitCode::from(2);
    };
    eprintln!("nothing listens on {host}:{port} yet; build this first:");
    eprintln!("  1. bind a listener to the host and the port, and accept a client;");
    eprintln!("  2. read a line, which may arrive in several pieces;");
    eprintln!("  3. reply to `1+1` with `2`, and read the next line.");
    ExitCode::FAILURE
}
