//! Where the book is, and where what is made of it goes.

use anyhow::Context as _;
use book_checks::Workspace;
use grader::Scratch;
use std::{env, path::PathBuf};
use support::cargo::{MetadataCommand, workspace_metadata};

/// The workspace with the book in it.
pub(crate) struct Place {
    pub(crate) root: PathBuf,
    /// The folder below cargo's that belongs to `cargo book`.
    output: PathBuf,
}

impl Place {
    /// Looks in the current folder, and in those above.
    pub(crate) fn find() -> anyhow::Result<Self> {
        let here = env::current_dir().context("could not tell the current folder")?;
        let root = here.ancestors().find(|folder| folder.join("book/book.toml").is_file());
        let root = root
            .context("there is no book/book.toml in this folder or above: go to where you cloned the book")?;
        let metadata = workspace_metadata(MetadataCommand::new().manifest_path(root.join("Cargo.toml")))?;
        let output = metadata.target_directory.into_std_path_buf().join("book");
        Ok(Self { root: root.to_owned(), output })
    }

    /// What the book's commands can name.
    pub(crate) fn workspace(&self) -> anyhow::Result<Workspace> {
        Workspace::read(&self.root)
    }

    /// The static site, unless it is wanted elsewhere.
    pub(crate) fn site(&self) -> PathBuf {
        self.output.join("site")
    }

    /// A new folder for a build, which goes when nobody is served from it any more.
    pub(crate) fn folder(&self) -> anyhow::Result<Scratch> {
        let folder = Scratch::new(&self.output, "served-");
        folder.with_context(|| format!("could not make a folder in {}", self.output.display()))
    }
}
