//! The flags for rustc that cargo would use, changed so that a warning in an answer is no error.

use cargo_config2::{Config, Error, Flags, de};
use std::{env, ffi::OsString, path::Path};

/// The variable whose flags cargo uses in place of all others.
pub(super) const VARIABLE: &str = "CARGO_ENCODED_RUSTFLAGS";

/// What rustc makes of a warning at most, whatever flags or attributes say.
const AT_MOST_A_WARNING: &str = "--cap-lints=warn";

/// What the [`VARIABLE`] has to be for a build in this folder; `None` if it may stay as it is.
///
/// Many a CI makes warnings errors (`RUSTFLAGS=-Dwarnings`), and so do some people, in a configuration file of cargo's. A file
/// that cargo cannot read either is left to cargo, which says what is wrong.
pub(super) fn with_warnings_allowed(folder: &Path) -> Option<String> {
    capped(configured(folder).ok()??)
}

/// The flags that cargo finds: those of the environment, or else those of its configuration.
fn configured(folder: &Path) -> Result<Option<Flags>, Error> {
    if !are_any(folder)? {
        return Ok(None);
    }
    let config = Config::load_with_cwd(folder)?;
    match config.build_target_for_cli([""; 0])?.first() {
        Some(target) => config.rustflags(target),
        None => config.rustflags(config.host_triple()?),
    }
}

/// Whether there are flags for any target. Mostly there are none, and then grading need not ask cargo for the name of this machine.
fn are_any(folder: &Path) -> Result<bool, Error> {
    let is_set = |(name, _): (OsString, _)| name.to_string_lossy().ends_with("RUSTFLAGS");
    if env::vars_os().any(is_set) {
        return Ok(true);
    }
    let files = de::Config::load_with_cwd(folder)?;
    Ok(files.build.rustflags.is_some() || files.target.values().any(|target| target.rustflags.is_some()))
}

/// Without any flags, what cargo has built already is built with the same: then there are none.
fn capped(mut flags: Flags) -> Option<String> {
    if flags.flags.is_empty() {
        return None;
    }
    flags.push(AT_MOST_A_WARNING);
    flags.encode().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_that_deny_warnings_allow_them_in_answers() {
        assert_eq!(capped(["-D", "warnings"].into()).unwrap(), "-D\x1fwarnings\x1f--cap-lints=warn");
        assert_eq!(capped(Flags::default()), None);
    }

    #[test]
    fn the_flags_of_a_configuration_file_are_found() {
        let folder = tempfile::tempdir().unwrap();
        let config = folder.path().join(".cargo/config.toml");
        std::fs::create_dir(config.parent().unwrap()).unwrap();
        // Flags in the environment, which come before these, are those of the person who runs the tests.
        let is_overridden = configured(folder.path()).unwrap().is_some();
        for text in [
            "[build]\nrustflags = [\"-D\", \"warnings\"]\n",
            "[build]\nrustflags = \"-D warnings\"\n",
            "[target.'cfg(all())']\nrustflags = [\"-Dwarnings\"]\n[build]\nrustflags = [\"-Dunused\"]\n",
        ] {
            std::fs::write(&config, text).unwrap();
            let flags = with_warnings_allowed(folder.path()).unwrap();
            let is_all = flags.ends_with("warnings\x1f--cap-lints=warn") && !flags.contains("unused");
            assert!(is_overridden || is_all, "{flags:?}");
        }
    }
}
