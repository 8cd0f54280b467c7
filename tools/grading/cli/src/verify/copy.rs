//! A copy of the workspace, renewed with as little writing as can be: what cargo has built of it stays good.

use std::{fs, io, path::Path};

/// What is not copied: what cargo has built, and git's own.
const LEFT_OUT: [&str; 2] = ["target", ".git"];

/// Makes `to` the same as `from`.
pub(super) fn renew(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        if LEFT_OUT.iter().any(|left_out| name == *left_out) {
            continue;
        }
        if path.is_dir() { renew(&path, &to.join(name))? } else { write(&to.join(name), &fs::read(path)?)? }
    }
    for entry in fs::read_dir(to)? {
        let (path, name) = entry.map(|entry| (entry.path(), entry.file_name()))?;
        if !from.join(name).exists() {
            if path.is_dir() { fs::remove_dir_all(path)? } else { fs::remove_file(path)? }
        }
    }
    Ok(())
}

/// Writes a file, unless it has that content: cargo builds what is newer again.
pub(super) fn write(file: &Path, content: &[u8]) -> io::Result<()> {
    match fs::read(file) {
        Ok(current) if current == content => Ok(()),
        _ => fs::write(file, content),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_renewed_and_what_is_unchanged_is_not_written() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::create_dir_all(from.join("inner")).unwrap();
        fs::create_dir_all(from.join("target")).unwrap();
        fs::write(from.join("inner/stays"), "stays").unwrap();
        fs::write(from.join("goes"), "goes").unwrap();
        renew(&from, &to).unwrap();
        let written = || fs::metadata(to.join("inner/stays")).unwrap().modified().unwrap();
        let before = written();
        fs::remove_file(from.join("goes")).unwrap();
        renew(&from, &to).unwrap();
        assert_eq!(written(), before);
        assert!(!to.join("goes").exists() && !to.join("target").exists());
    }
}
