//! File systems that do not notify of changes.

use std::{
    fs,
    path::{Path, PathBuf},
};

/// Those whose files may be changed by another machine or by the host of this one, of which inotify(7) hears nothing: network
/// file systems, Windows's disks in WSL (`9p`, `drvfs`), folders shared with a virtual machine or a container.
const SILENT: [&str; 14] = [
    "9p", "afs", "ceph", "cifs", "drvfs", "lustre", "ncpfs", "nfs", "nfs4", "prl_fs", "smb3", "smbfs",
    "vboxsf", "virtiofs",
];

/// The kind of file system that a folder is on, if it is known to be silent. Only Linux tells.
pub(crate) fn silent_file_system(folder: &Path) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    let mounts = fs::read_to_string("/proc/self/mountinfo").ok()?;
    file_system(&mounts, &folder).filter(|kind| is_silent(kind)).map(str::to_owned)
}

/// A local disk can be `fuseblk`; what is `fuse` or `fuse.sshfs` need not be local.
fn is_silent(kind: &str) -> bool {
    SILENT.contains(&kind) || kind == "fuse" || kind.starts_with("fuse.")
}

/// The kind of file system that is mounted at the folder, or at the nearest one above it, as `proc_pid_mountinfo(5)` has it:
/// `36 35 98:0 /root /mount/point rw,noatime master:1 - ext3 /dev/root rw`.
fn file_system<'a>(mounts: &'a str, folder: &Path) -> Option<&'a str> {
    let mount = |line: &'a str| {
        let (place, kind) = line.split_once(" - ")?;
        Some((unescaped(place.split(' ').nth(4)?), kind.split(' ').next()?))
    };
    let above = mounts.lines().filter_map(mount).filter(|(point, _)| folder.starts_with(point));
    // Of several at one place, the last hides the others.
    above.max_by_key(|(point, _)| point.components().count()).map(|(_, kind)| kind)
}

/// Spaces, tabs, ends of lines and backslashes are written as octal numbers.
fn unescaped(path: &str) -> PathBuf {
    let characters = [("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")];
    characters.iter().fold(path.to_owned(), |path, (octal, character)| path.replace(octal, character)).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A disk, Windows's disk in WSL 2, a server's folder with a space in its name, and a disk mounted over a shared folder.
    const MOUNTS: &str = "\
22 1 8:32 / / rw,relatime - ext4 /dev/sdc rw,discard
70 22 0:58 / /mnt/c rw,noatime - 9p C:\\134 rw,aname=drvfs;path=C:\\;uid=1000,cache=5,trans=fd,rfd=4,wfd=4
71 22 0:59 / /home/a\\040b rw,relatime shared:7 - nfs4 server:/export rw,vers=4.2
72 22 0:60 / /shared rw - vboxsf shared rw
73 72 8:48 / /shared rw - ext4 /dev/sdd rw
";

    #[test]
    fn a_folder_is_on_what_is_mounted_nearest_above_it() {
        for (folder, kind) in [
            ("/home/me/tutorial", "ext4"),
            ("/mnt/c/Users/me/tutorial", "9p"),
            ("/mnt/cd/tutorial", "ext4"),
            ("/home/a b/tutorial", "nfs4"),
            ("/shared/tutorial", "ext4"),
        ] {
            assert_eq!(file_system(MOUNTS, Path::new(folder)), Some(kind), "{folder}");
        }
        assert_eq!(file_system("", Path::new("/home")), None);
    }

    #[test]
    fn file_systems_that_others_can_write_to_are_silent() {
        for kind in ["9p", "drvfs", "nfs4", "cifs", "fuse", "fuse.sshfs", "vboxsf", "virtiofs"] {
            assert!(is_silent(kind), "{kind}");
        }
        for kind in ["ext4", "btrfs", "overlay", "tmpfs", "fuseblk", "zfs"] {
            assert!(!is_silent(kind), "{kind}");
        }
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn linux_tells_what_a_folder_is_on() {
        let mounts = fs::read_to_string("/proc/self/mountinfo").unwrap();
        assert_eq!(file_system(&mounts, Path::new("/proc/self")), Some("proc"));
    }
}
