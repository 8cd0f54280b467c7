//! When to try again: exponential backoff with jitter.

use std::time::Duration;

/// How often to try, and how long to pause in between.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RetryPolicy {
    /// The most attempts, the first included.
    pub max_attempts: u32,
    /// The longest that the first pause may be. Each pause after it may be twice as long as the one before.
    pub initial_backoff: Duration,
    /// The longest that any pause may be.
    pub max_backoff: Duration,
}

impl RetryPolicy {
    /// One attempt, without a retry.
    #[must_use]
    pub fn once() -> Self {
        Self { max_attempts: 1, ..Self::default() }
    }

    // ANCHOR: backoff_delay
    /// How long to pause before a retry; the first retry has number 0.
    pub(crate) fn backoff_delay(&self, retry: u32) -> Duration {
        // Clients that lost their server at the same moment must not all come back at the same moment.
        with_jitter(self.longest_delay(retry), fastrand::f64())
    }

    /// The pause without jitter: it doubles with each retry, up to the maximum.
    fn longest_delay(&self, retry: u32) -> Duration {
        let factor = 2_u32.saturating_pow(retry);
        self.initial_backoff.saturating_mul(factor).min(self.max_backoff)
    }
    // ANCHOR_END: backoff_delay
}

impl Default for RetryPolicy {
    /// Ten attempts with 5.55 to 11.1 seconds of pauses between them. A server may take up to five seconds to stop
    /// before it starts again, and a client that gives up earlier fails at every restart.
    fn default() -> Self {
        Self {
            max_attempts: 10,
            initial_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(2),
        }
    }
}

// ANCHOR: with_jitter
/// Half of a pause, plus a part of the other half; `random` is at least 0 and less than 1.
fn with_jitter(pause: Duration, random: f64) -> Duration {
    pause / 2 + (pause / 2).mul_f64(random)
}
// ANCHOR_END: with_jitter

#[cfg(test)]
mod tests {
    use super::*;

    /// The pauses between the attempts of the default policy, at their longest.
    const LONGEST: [u64; 9] = [100, 200, 400, 800, 1600, 2000, 2000, 2000, 2000];

    #[test]
    fn pauses_double_up_to_the_longest_and_jitter_shortens_each_by_up_to_a_half() {
        let policy = RetryPolicy::default();
        assert_eq!(LONGEST.len() + 1, policy.max_attempts as usize);
        for (retry, longest) in (0..).zip(LONGEST.map(Duration::from_millis)) {
            assert_eq!(policy.longest_delay(retry), longest);
            for _ in 0..1000 {
                let delay = policy.backoff_delay(retry);
                assert!((longest / 2..=longest).contains(&delay), "{delay:?}, of {longest:?}");
            }
        }
    }

    #[test]
    fn even_the_shortest_pauses_outlast_a_servers_restart() {
        let policy = RetryPolicy::default();
        let shortest: Duration =
            (0..policy.max_attempts - 1).map(|retry| with_jitter(policy.longest_delay(retry), 0.0)).sum();
        assert!(shortest > Duration::from_secs(5), "{shortest:?}");
    }

    #[test]
    fn jitter_gives_two_clients_different_pauses() {
        let policy = RetryPolicy::default();
        let [one, other] =
            [(); 2].map(|()| (0..9).map(|retry| policy.backoff_delay(retry)).collect::<Vec<_>>());
        assert_ne!(one, other);
    }

    #[test]
    fn no_policy_overflows() {
        let endless = RetryPolicy {
            max_attempts: u32::MAX,
            initial_backoff: Duration::MAX,
            max_backoff: Duration::MAX,
        };
        for retry in [0, 1, 31, 32, u32::MAX] {
            assert!(endless.backoff_delay(retry) >= Duration::MAX / 2);
        }
    }
}
