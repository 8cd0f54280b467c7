//! What a machine may lack: the programs of others, and IPv6. A test that needs it says that it is skipped.

use std::{
    env,
    io::{self, Write as _},
    net::{Ipv6Addr, TcpListener},
    process::{Command, Stdio},
};

/// Whether this command does its work in a shell of this machine. If not, it is said that a test is skipped.
pub fn works(command: &str) -> bool {
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let works = shell.status().is_ok_and(|status| status.success());
    if !works {
        skip(&format!("`{command}` does not work here"));
    }
    works
}

/// Whether this command works; where the programs of others are required, it has to.
#[track_caller]
pub fn works_as_required(command: &str) -> bool {
    let works = works(command);
    assert!(works || !external_programs_are_required(), "`{command}` has to work here");
    works
}

/// Whether a test fails that finds a program of others missing: `EXTERNAL_CLIENTS=required` says so.
pub fn external_programs_are_required() -> bool {
    env::var_os("EXTERNAL_CLIENTS").is_some_and(|value| value == "required")
}

/// Whether this machine has IPv6. If not, it is said that a test is skipped.
pub fn has_ipv6() -> bool {
    let has = TcpListener::bind((Ipv6Addr::LOCALHOST, 0)).is_ok();
    if !has {
        skip("this machine has no IPv6");
    }
    has
}

/// Says on standard error that a test is skipped. Unlike what `eprintln!` prints, it is seen where the test passes.
pub fn skip(reason: &str) {
    let _ = writeln!(io::stderr(), "SKIPPED: {reason}");
}
