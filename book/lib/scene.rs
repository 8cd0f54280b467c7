//! A scene: several terminals on one machine, as the book sees it.

use crate::{Terminal, ports::Ports};
use std::{
    path::Path,
    sync::{Arc, Mutex, MutexGuard},
};
use support::lock;
use tempfile::TempDir;

/// Several terminals, whose ports are the same.
///
/// Ports 1081 to 1089 of a command stand for free ones; the same number is the same port in every terminal of a scene.
#[derive(Clone)]
pub struct Scene(Arc<Set>);

struct Set {
    ports: Mutex<Ports>,
    home: TempDir,
}

impl Scene {
    /// A scene with no terminal yet.
    #[allow(clippy::new_without_default, reason = "a scene is begun, not filled in")]
    pub fn new() -> Self {
        let home = tempfile::tempdir().expect("the system has a folder for temporary files");
        Self(Arc::new(Set { ports: Mutex::default(), home }))
    }

    /// Opens a terminal.
    pub fn terminal(&self) -> Terminal {
        Terminal::new(self.clone())
    }

    pub(crate) fn ports(&self) -> MutexGuard<'_, Ports> {
        lock(&self.0.ports)
    }

    /// Where programs store what is the user's.
    pub(crate) fn home(&self) -> &Path {
        self.0.home.path()
    }
}
