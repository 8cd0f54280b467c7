//! What a measurement was made on: enough to judge it, nothing that names its owner.

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use std::{env, process::Command, thread};
use sysinfo::System;

/// A machine and its software.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    /// The processor's model.
    pub processor: String,
    /// How many cores a program may use.
    pub cores: usize,
    /// Memory in bytes.
    pub memory_bytes: u64,
    /// The system, and the version of its kernel.
    pub system: String,
    /// The compiler.
    pub rustc: String,
    /// The day, as 2026-12-31.
    pub date: String,
}

impl Machine {
    /// This one, today.
    ///
    /// # Errors
    ///
    /// When the system does not tell about itself.
    pub fn here() -> anyhow::Result<Self> {
        let mut system = System::new().context("this system does not tell about itself")?;
        system.refresh_memory();
        system.refresh_cpu_all();
        let brand = system.cpus().first().map(|cpu| cpu.brand().trim().to_owned());
        let name = System::name().unwrap_or_else(|_| env::consts::OS.to_owned());
        Ok(Self {
            processor: brand
                .filter(|brand| !brand.is_empty())
                .unwrap_or_else(|| env::consts::ARCH.to_owned()),
            cores: thread::available_parallelism().map_or(1, usize::from),
            memory_bytes: system.total_memory(),
            system: format!("{name}, {} {}", env::consts::OS, kernel()),
            rustc: rustc(),
            date: jiff::Timestamp::now().strftime("%Y-%m-%d").to_string(),
        })
    }
}

/// The compiler's version; cargo says which compiler it is.
fn rustc() -> String {
    let output =
        Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())).arg("--version").output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
}

/// The kernel's version without what its builder has added.
fn kernel() -> String {
    let version = System::kernel_version().unwrap_or_default();
    version.split('-').next().unwrap_or_default().to_owned()
}
