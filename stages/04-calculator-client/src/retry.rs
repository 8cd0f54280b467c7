//! When to try again: pauses that grow, and that no two clients take alike.

use std::time::Duration;

/// How often to try, and how long to pause in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    /// The most tries, the first included.
    pub tries: u32,
    /// The longest that the first pause may be; each after it may be twice as long as the one before.
    pub initial_backoff: Duration,
    /// The longest that any pause may be.
    pub max_backoff: Duration,
}

impl RetryPolicy {
    /// One try, and no other.
    #[must_use]
    pub fn once() -> Self {
        Self { tries: 1, ..Self::default() }
    }

    // ANCHOR: pauses
    /// The pauses between the tries, each shortened by up to a half.
    pub(crate) fn pauses(&self) -> impl Iterator<Item = Duration> + use<> {
        // Clients that lost their server at the same moment must not all come back at the same moment.
        self.full_pauses().map(|pause| shortened(pause, fastrand::f64()))
    }

    /// The pauses before they are shortened.
    fn full_pauses(&self) -> impl Iterator<Item = Duration> + use<> {
        let longest = self.max_backoff;
        let doubled = move |pause: &Duration| Some(pause.saturating_mul(2).min(longest));
        std::iter::successors(Some(self.initial_backoff.min(longest)), doubled)
            .take(self.tries.saturating_sub(1) as usize)
    }
    // ANCHOR_END: pauses
}

impl Default for RetryPolicy {
    /// Ten tries with 5.55 to 11.1 seconds of pauses between them. A server may take up to five seconds to stop before it
    /// starts again, and a client that gives up earlier fails at every restart.
    fn default() -> Self {
        Self { tries: 10, initial_backoff: Duration::from_millis(100), max_backoff: Duration::from_secs(2) }
    }
}

/// Half of a pause, and this part of its other half.
fn shortened(pause: Duration, part: f64) -> Duration {
    pause / 2 + (pause / 2).mul_f64(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_and_each_is_shortened_by_up_to_a_half() {
        for _ in 0..1000 {
            let pauses: Vec<Duration> = RetryPolicy::default().pauses().collect();
            let most = [100, 200, 400, 800, 1600, 2000, 2000, 2000, 2000].map(Duration::from_millis);
            assert_eq!(pauses.len(), most.len());
            for (pause, most) in pauses.into_iter().zip(most) {
                assert!((most / 2..=most).contains(&pause), "{pause:?}, of {most:?}");
            }
        }
    }

    #[test]
    fn even_the_shortest_pauses_outlast_a_servers_restart() {
        // Chance gives at least 0.
        let shortest: Duration =
            RetryPolicy::default().full_pauses().map(|pause| shortened(pause, 0.0)).sum();
        assert!(shortest > Duration::from_secs(5), "{shortest:?}");
    }

    #[test]
    fn no_two_clients_march_in_step() {
        let [one, other] = [(); 2].map(|()| RetryPolicy::default().pauses().collect::<Vec<_>>());
        assert_ne!(one, other);
    }

    #[test]
    fn one_try_has_no_pause() {
        assert_eq!(RetryPolicy::once().pauses().count(), 0);
    }

    #[test]
    fn no_policy_overflows() {
        let endless =
            RetryPolicy { tries: u32::MAX, initial_backoff: Duration::MAX, max_backoff: Duration::MAX };
        assert_eq!(endless.pauses().take(3).count(), 3);
    }
}
