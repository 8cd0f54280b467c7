//! How many clients this system has room for.

use support::raise_fd_limit;

/// What a program has open besides its clients, generously.
const SPARE: u64 = 100;

/// Round numbers of clients, one of which is taken where what was asked for does not fit.
const ROUND: [u32; 9] = [20_000, 10_000, 5000, 2000, 1000, 500, 200, 100, 50];

/// As many clients as were asked for, or the largest round number that fits, with a word about it.
pub(crate) fn fitting(asked: u32, limit: u64) -> (u32, Option<String>) {
    let fits = |clients: u32| u64::from(clients) + SPARE <= limit;
    if fits(asked) {
        return (asked, None);
    }
    let clients = ROUND.into_iter().find(|round| *round < asked && fits(*round)).unwrap_or(1);
    let word = format!(
        "{asked} clients: a program may have {limit} files open here (ulimit -Hn), so {clients} were measured instead"
    );
    (clients, Some(word))
}

/// How many files a program may have open here, once it has asked for all it can get.
pub(crate) fn limit() -> u64 {
    raise_fd_limit().unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_many_clients_become_the_largest_round_number_that_fits() {
        assert_eq!(fitting(10_000, 20_000), (10_000, None));
        assert_eq!(fitting(10_000, 10_100), (10_000, None));
        let (clients, word) = fitting(10_000, 4096);
        assert_eq!(clients, 2000);
        assert!(word.unwrap().contains("4096"));
        assert_eq!(fitting(256, 120).0, 1);
    }
}
