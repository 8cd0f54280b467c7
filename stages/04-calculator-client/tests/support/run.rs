//! One run of the program, from its start to its end.

use assert_cmd::assert::Assert;
use std::{
    net::SocketAddr,
    process::{Command, ExitStatus},
};
use testkit::{DEADLINE, KillOnDrop, eventually, mask_ports};

/// The program's executable.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_calculator-client");

/// A run against the server at this address, which may take as long as any wait in a test.
pub(crate) fn asking(server: SocketAddr) -> assert_cmd::Command {
    let mut command = assert_cmd::Command::new(PROGRAM);
    command.arg(server.ip().to_string()).arg(server.port().to_string());
    // The environment may force colours.
    command.env_remove("CLICOLOR_FORCE").timeout(DEADLINE);
    command
}

/// A run's standard output and standard error, and its exit code.
pub(crate) fn seen(run: &Assert) -> String {
    let output = run.get_output();
    let [out, err] =
        [&output.stdout, &output.stderr].map(|bytes| mask_ports(&String::from_utf8_lossy(bytes)));
    let code = output.status.code().expect("it has ended by itself");
    // As Windows calls the program in its help.
    let out = out.replace("calculator-client.exe", "calculator-client");
    format!("{out}--- standard error:\n{err}--- exit code: {code}")
}

/// Starts the program against the server at this address, with its streams as the test wants them.
pub(crate) fn start(server: SocketAddr, streams: impl FnOnce(&mut Command) -> &mut Command) -> KillOnDrop {
    let mut command = Command::new(PROGRAM);
    command.arg(server.ip().to_string()).arg(server.port().to_string());
    KillOnDrop(streams(&mut command).spawn().expect("the program starts"))
}

/// Waits until it has ended.
pub(crate) fn wait(run: &mut KillOnDrop) -> ExitStatus {
    eventually("the program ends", || run.0.try_wait().unwrap().is_some());
    run.0.wait().expect("it has ended")
}
