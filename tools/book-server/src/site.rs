//! Where the book is, and the site that is made of it: the last one without a fault, and what is wrong with the sources since.

use anyhow::Context as _;
use book_checks::{Problem, Workspace};
use conformance::JsonReport;
use grader::Scratch;
use std::{
    env, fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::{SystemTime, UNIX_EPOCH},
};
use tokio::sync::watch;

/// The workspace with the book in it.
pub(crate) struct Place {
    pub(crate) root: PathBuf,
    /// What cargo knows of it.
    pub(crate) workspace: Workspace,
    /// The folder below cargo's that belongs to `cargo book`.
    pub(crate) output: PathBuf,
}

impl Place {
    /// Looks in the current folder, and in those above.
    pub(crate) fn find() -> anyhow::Result<Self> {
        let here = env::current_dir().context("could not tell the current folder")?;
        let root = here.ancestors().find(|folder| folder.join("book/book.toml").is_file());
        let root = root
            .context("there is no book/book.toml in this folder or above: go to where you cloned the book")?;
        let workspace = Workspace::read(root)?;
        Ok(Self { root: root.to_owned(), output: workspace.target.join("book"), workspace })
    }

    /// The file in which `cargo conformance` renews its report. Its folder is made, so that the file can be watched before it is there.
    pub(crate) fn report(&self) -> anyhow::Result<PathBuf> {
        let file = self.workspace.target.join(JsonReport::PLACE);
        let folder = file.parent().unwrap_or(&file);
        let made = fs::create_dir_all(folder).and_then(|()| folder.canonicalize());
        let folder = made.with_context(|| format!("could not make {}", folder.display()))?;
        Ok(folder.join(file.file_name().unwrap_or_default()))
    }

    /// A new folder for a build, which goes when nobody is served from it any more.
    pub(crate) fn folder(&self) -> anyhow::Result<Scratch> {
        let folder = Scratch::new(&self.output, "served-");
        folder.with_context(|| format!("could not make a folder in {}", self.output.display()))
    }
}

/// The last site without a fault, for those who serve it.
#[derive(Clone)]
pub(crate) struct Site {
    /// None until a build has succeeded.
    folder: Option<Arc<Scratch>>,
    /// Another one for each site, even those of an earlier run: it tells a page whether it is out of date.
    pub(crate) version: u64,
    /// What has kept the sources from becoming the next site.
    pub(crate) problems: Vec<String>,
}

impl Site {
    /// A place for sites that has none yet.
    pub(crate) fn channel() -> (watch::Sender<Self>, watch::Receiver<Self>) {
        let started = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let version = u64::try_from(started.as_millis()).unwrap_or_default();
        watch::channel(Self { folder: None, version, problems: Vec::new() })
    }

    /// A new site takes the place of the old one.
    pub(crate) fn replace(&mut self, folder: Scratch) {
        *self = Self { folder: Some(Arc::new(folder)), version: self.version + 1, problems: Vec::new() };
    }

    /// The sources have a fault: the site stays.
    pub(crate) fn keep(&mut self, problems: &[Problem]) {
        self.problems = problems.iter().map(ToString::to_string).collect();
    }

    /// What pages are told of it.
    pub(crate) fn event(&self) -> serde_json::Value {
        serde_json::json!({ "type": "site", "version": self.version, "problems": self.problems })
    }

    /// The end: its folder goes.
    pub(crate) fn end(&mut self) {
        self.folder = None;
    }

    /// Where its files are; they stay there as long as this is held.
    pub(crate) fn folder(&self) -> Option<&Path> {
        self.folder.as_deref().map(Scratch::path)
    }

    /// The file for a path of a URL, if it could be one.
    pub(crate) fn file(&self, path: &str) -> Option<PathBuf> {
        let mut names = path.split('/').filter(|name| !name.is_empty());
        let safe = |name: &str| name != ".." && !name.contains(['\\', ':', '\0']);
        names.try_fold(self.folder()?.to_owned(), |file, name| safe(name).then(|| file.join(name)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_path_leads_out_of_the_site() {
        let (sites, _) = Site::channel();
        assert_eq!(sites.borrow().file("/index.html"), None);
        let parent = tempfile::tempdir().unwrap();
        let folder = Scratch::new(parent.path(), "served-").unwrap();
        let index = folder.path().join("index.html");
        sites.send_modify(|site| site.replace(folder));
        let site = sites.borrow();
        assert_eq!(site.file("/index.html"), Some(index.clone()));
        assert_eq!(site.file("//index.html"), Some(index));
        for path in ["/../secret", "/a/../../secret", "/..\\secret", "/c:/secret"] {
            assert_eq!(site.file(path), None, "{path}");
        }
    }

    #[test]
    fn a_fault_leaves_the_site_and_its_version_as_they_are() {
        let (sites, _) = Site::channel();
        let parent = tempfile::tempdir().unwrap();
        let folder = Scratch::new(parent.path(), "served-").unwrap();
        sites.send_modify(|site| site.replace(folder));
        let version = sites.borrow().version;
        let problem = Problem { file: "a.md".to_owned(), line: 3, reason: "gone".to_owned() };
        sites.send_modify(|site| site.keep(&[problem]));
        assert_eq!(
            (sites.borrow().version, &sites.borrow().problems[..]),
            (version, &["a.md:3: gone".to_owned()][..])
        );
        assert!(sites.borrow().folder().is_some());
    }
}
