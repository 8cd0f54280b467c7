//! The secret in the book's address: another user of this machine can connect to us, and gets nothing without it.

use crate::live::Token;
use anyhow::Context as _;
use std::{
    fs::{self, File},
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
};
use tempfile::NamedTempFile;

/// Keeps the secret, so that the address is the same after a restart, and bookmarks hold.
const SECRET: &str = "secret";

/// A file with more in it has no secret of ours.
const LONGEST: u64 = 64;

/// Leads a browser to the book.
const REDIRECT: &str = "open.html";

/// The secret that is kept in this folder, or a new one, which is kept there from now on.
pub(crate) fn secret(folder: &Path) -> anyhow::Result<Token> {
    let file = folder.join(SECRET);
    if let Some(kept) = kept(&file) {
        return Ok(kept);
    }
    let new = Token::new()?;
    let written = write(folder, SECRET, &format!("{new}\n"));
    written
        .with_context(|| format!("could not keep the secret of the book's address in {}", file.display()))?;
    Ok(new)
}

/// What the file has, unless others could have read it.
fn kept(file: &Path) -> Option<Token> {
    let open = File::open(file).ok()?;
    open.metadata().ok().filter(|about| about.is_file() && is_private(about))?;
    let mut text = String::new();
    open.take(LONGEST).read_to_string(&mut text).ok()?;
    Token::parse(text.trim_end())
}

#[cfg(unix)]
fn is_private(about: &fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    const OTHERS: u32 = 0o077;
    about.permissions().mode() & OTHERS == 0
}

/// Windows lets the folder decide, and a user's own folders are closed to others.
#[cfg(not(unix))]
fn is_private(_: &fs::Metadata) -> bool {
    true
}

/// A page that leads to this address, for the browser to open: everybody can read the command line of a browser
/// (`/proc/PID/cmdline`), and only we can read this file.
pub(crate) fn redirect(folder: &Path, url: &str) -> io::Result<PathBuf> {
    let page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<title>The book</title>\n\
         <meta http-equiv=\"refresh\" content=\"0; url={url}\">\n<p><a href=\"{url}\">Open the book</a></p>\n</html>\n"
    );
    write(folder, REDIRECT, &page)
}

/// Writes a file that only we can read: on Unix, a temporary file is made with mode 0600.
fn write(folder: &Path, name: &str, text: &str) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let mut new = NamedTempFile::new_in(folder)?;
    new.write_all(text.as_bytes())?;
    let path = folder.join(name);
    new.persist(&path)?;
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_kept_for_the_next_run() {
        let folder = tempfile::tempdir().unwrap();
        let first = secret(folder.path()).unwrap();
        assert_eq!(secret(folder.path()).unwrap().to_string(), first.to_string());
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_that_others_could_have_read_or_that_is_none_is_replaced() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join(SECRET);
        let mode = || fs::metadata(&file).unwrap().permissions().mode() & 0o777;
        let first = secret(folder.path()).unwrap();
        assert_eq!(mode(), 0o600);
        for (text, permissions) in
            [(first.to_string(), 0o640), (first.to_string(), 0o604), ("short".to_owned(), 0o600)]
        {
            fs::write(&file, &text).unwrap();
            fs::set_permissions(&file, fs::Permissions::from_mode(permissions)).unwrap();
            let next = secret(folder.path()).unwrap();
            assert_ne!(next.to_string(), text);
            assert_eq!((mode(), fs::read_to_string(&file).unwrap().trim_end()), (0o600, &*next.to_string()));
        }
    }

    #[cfg(unix)]
    #[test]
    fn the_page_that_leads_to_the_book_is_for_us_alone() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().unwrap();
        let page = redirect(folder.path(), "http://127.0.0.1:3000/5ec/").unwrap();
        assert_eq!(fs::metadata(&page).unwrap().permissions().mode() & 0o777, 0o600);
        assert!(fs::read_to_string(page).unwrap().contains("url=http://127.0.0.1:3000/5ec/\""));
    }
}
