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
        // Without what its builder has added.
        let kernel = said("uname", &["-r"]).unwrap_or_default();
        let kernel = kernel.split('-').next().unwrap_or_default();
        let days = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs() / 86_400;
        Self {
            processor: processor.unwrap_or_else(|| env::consts::ARCH.to_owned()),
            cores: thread::available_parallelism().map_or(1, usize::from),
            memory_bytes: memory("MemTotal").or_else(memory_size).unwrap_or_default(),
            system: format!("{name}, {} {kernel}", env::consts::OS),
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

/// The date of a day, counted from 1970-01-01, as Howard Hinnant calculates it (`civil_from_days`): eras are of 400 years.
fn date(days: u64) -> String {
    // Years that begin in March have their leap day at the end.
    let (era, day) = ((days + 719_468) / 146_097, (days + 719_468) % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let (year, month) = if month < 10 { (year, month + 3) } else { (year + 1, month - 9) };
    format!("{}-{month:02}-{day:02}", 400 * era + year)
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
