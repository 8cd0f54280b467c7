//! What a measurement was made on: enough to judge it, nothing that names its owner.

use serde::{Deserialize, Serialize};
use std::{
    env, fs,
    process::Command,
    thread,
    time::{SystemTime, UNIX_EPOCH},
};

/// A machine and its software.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Machine {
    /// The processor's model.
    pub processor: String,
    /// How many cores a program may use.
    pub cores: usize,
    /// Memory in bytes; 0 where the system does not tell.
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
    #[must_use]
    pub fn here() -> Self {
        let processor = if cfg!(target_os = "linux") {
            field("/proc/cpuinfo", "model name", ':')
        } else {
            said("sysctl", &["-n", "machdep.cpu.brand_string"])
        };
        let memory_size = || said("sysctl", &["-n", "hw.memsize"])?.parse().ok();
        let name = field("/etc/os-release", "NAME", '=').map(|name| name.trim_matches('"').to_owned());
        let name = name.or_else(|| said("uname", &["-s"])).unwrap_or_else(|| env::consts::OS.to_owned());
        let days = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs() / 86_400;
        Self {
            processor: processor.unwrap_or_else(|| env::consts::ARCH.to_owned()),
            cores: thread::available_parallelism().map_or(1, usize::from),
            memory_bytes: memory("MemTotal").or_else(memory_size).unwrap_or_default(),
            system: format!("{name}, {} {}", env::consts::OS, kernel()),
            rustc: rustc(),
            date: date(days),
        }
    }
}

/// The value of a field of a file, in which each line is a name, a separator and a value.
fn field(file: &str, name: &str, separator: char) -> Option<String> {
    let text = fs::read_to_string(file).ok()?;
    let mut fields = text.lines().filter_map(|line| line.split_once(separator));
    fields.find(|(field, _)| field.trim() == name).map(|(_, value)| value.trim().to_owned())
}

/// A field of `/proc/meminfo` (proc(5)), in bytes, where the system has that file.
pub(crate) fn memory(name: &str) -> Option<u64> {
    bytes(&field("/proc/meminfo", name, ':')?)
}

/// What Linux calls kB are kibibytes.
fn bytes(text: &str) -> Option<u64> {
    Some(text.strip_suffix(" kB")?.parse::<u64>().ok()? * 1024)
}

/// What a program prints, if it can be started.
fn said(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// The compiler's version; cargo says which compiler it is.
fn rustc() -> String {
    let rustc = env::var("RUSTC").unwrap_or_else(|_| "rustc".to_owned());
    let text = said(&rustc, &["--version"]).unwrap_or_default();
    text.split_whitespace().take(2).collect::<Vec<_>>().join(" ")
}

/// The kernel's version without what its builder has added.
fn kernel() -> String {
    let version = said("uname", &["-r"]).unwrap_or_default();
    version.split('-').next().unwrap_or_default().to_owned()
}

/// The date of a day, counted from 1970-01-01.
fn date(days: u64) -> String {
    let (mut year, mut day) = (1970, days);
    let is_leap =
        |year: u64| year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    while day >= 365 + u64::from(is_leap(year)) {
        day -= 365 + u64::from(is_leap(year));
        year += 1;
    }
    let february = 28 + u64::from(is_leap(year));
    let mut month = 1;
    for length in [31, february, 31, 30, 31, 30, 31, 31, 30, 31, 30] {
        if day < length {
            break;
        }
        (day, month) = (day - length, month + 1);
    }
    format!("{year}-{month:02}-{:02}", day + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_from_1970_with_all_leap_years() {
        let expected =
            [(0, "1970-01-01"), (11_016, "2000-02-29"), (20_784, "2026-11-27"), (20_818, "2026-12-31")];
        for (days, expected) in expected {
            assert_eq!(date(days), expected);
        }
        assert_eq!(date(20_819), "2027-01-01");
    }

    #[test]
    fn a_field_is_found_by_its_name() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("cpuinfo");
        fs::write(&file, "cpu MHz\t: 1\nmodel name\t: Z80 v2: fast\n").unwrap();
        assert_eq!(field(file.to_str().unwrap(), "model name", ':').unwrap(), "Z80 v2: fast");
        assert_eq!(field(file.to_str().unwrap(), "vendor", ':'), None);
    }

    #[test]
    fn memory_is_told_in_kibibytes() {
        assert_eq!([bytes("30000 kB"), bytes("30000"), bytes("x kB")], [Some(30_720_000), None, None]);
    }
}
