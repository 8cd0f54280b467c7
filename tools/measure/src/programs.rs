//! The programs that are measured, built by the same cargo as this one.

use crate::arguments::Settings;
use anyhow::{Context as _, bail};
use std::{
    env,
    env::consts::EXE_SUFFIX,
    path::{Path, PathBuf},
    process::Command,
};

/// The profile in the workspace's manifest that what is measured is built with, as the alias `cargo measure` builds this
/// program.
const PROFILE: &str = "measured";

/// The folder of built programs.
pub(crate) struct Programs(PathBuf);

impl Programs {
    /// Builds them with optimisation, unless the command line says where they are.
    pub(crate) fn of(settings: &Settings, packages: &[&str]) -> anyhow::Result<Self> {
        if let Some(folder) = &settings.programs {
            return Ok(Self(folder.clone()));
        }
        let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build.args(["build", "--profile", PROFILE]);
        for package in packages {
            build.args(["--package", package]);
        }
        // Wherever one stands: this file knows the workspace that it belongs to.
        build.args(["--manifest-path", concat!(env!("CARGO_MANIFEST_DIR"), "/../../Cargo.toml")]);
        if !build.status().context("could not start cargo")?.success() {
            bail!("could not build {}", packages.join(" and "));
        }
        // `cargo measure` has built this program into the same folder.
        let own = env::current_exe().context("could not find this program's own folder")?;
        Ok(Self(own.parent().unwrap_or(Path::new(".")).to_owned()))
    }

    /// The path of one of them.
    pub(crate) fn path(&self, name: &str) -> anyhow::Result<PathBuf> {
        let path = self.0.join(format!("{name}{EXE_SUFFIX}"));
        if !path.is_file() {
            bail!("there is no {name} in {}", self.0.display());
        }
        Ok(path)
    }
}
