//! How many file descriptors a server has open, with all the processes that it consists of.

use std::fs;
use support::count_descriptors;

/// Of all processes of a process group; `None` where the system does not tell (it is not Linux).
pub(crate) fn open_descriptors(group: u32) -> Option<u64> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    let processes = fs::read_dir("/proc").ok()?.flatten();
    let numbers = processes.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    let members = numbers.filter(|process| group_of(*process) == Some(group));
    // One that has ended meanwhile has none.
    let counts: Vec<_> = members.filter_map(count_descriptors).collect();
    (!counts.is_empty()).then(|| counts.iter().sum())
}

/// The process group, the third field after the name in parentheses, which may hold anything (proc(5)).
fn group_of(process: u32) -> Option<u32> {
    let stat = fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    stat.rsplit_once(')')?.1.split_whitespace().nth(2)?.parse().ok()
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn the_descriptors_of_a_group_are_those_of_its_processes() {
        let own = group_of(std::process::id()).unwrap();
        assert!(open_descriptors(own) > Some(0));
        assert_eq!(open_descriptors(u32::MAX), None);
    }
}
