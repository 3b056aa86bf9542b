//! How many requests a client may make: each has a bucket that fills steadily, and a request takes one drop out of it.
//!
//! A client is who connects: behind a proxy that is the proxy, which is the place for such a limit then.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::config::LimitsConfig;

/// Clients that are remembered before those are looked for whose buckets are full again.
const CLIENTS: usize = 1024;

/// What all clients have left.
#[derive(Debug)]
pub(super) struct Allowance {
    /// How long a bucket takes for a drop.
    every: Duration,
    /// How long it takes to fill.
    whole: Duration,
    clients: Mutex<Clients>,
}

#[derive(Debug)]
struct Clients {
    /// When the bucket of each will be full, if nothing more is taken out.
    full_at: HashMap<IpAddr, Instant>,
    /// How many there may be until the next look.
    most: usize,
}

impl Allowance {
    /// The allowance that the settings give; none if there is no limit.
    pub(super) fn new(limits: &LimitsConfig) -> Option<Self> {
        let rate = limits.requests_per_second;
        let every = Duration::from_secs(1).checked_div(rate)?;
        Some(Self {
            every,
            whole: every.saturating_mul(limits.requests_at_once),
            clients: Mutex::new(Clients {
                full_at: HashMap::new(),
                most: CLIENTS,
            }),
        })
    }

    /// Takes a request of a client; gives how long it has to wait instead, if it has made too many.
    pub(super) fn take(&self, client: IpAddr, now: Instant) -> Result<(), Duration> {
        // Nothing is half done if somebody panics here.
        let clients = self.clients.lock();
        let mut clients = clients.unwrap_or_else(PoisonError::into_inner);
        clients.forget_full(now);
        let full_at = clients.full_at.entry(network(client)).or_insert(now);
        let then = (*full_at).max(now) + self.every;
        let missing = then.duration_since(now);
        let wait = missing.saturating_sub(self.whole);
        if !wait.is_zero() {
            return Err(wait);
        }
        *full_at = then;
        Ok(())
    }
}

impl Clients {
    /// Forgets those with full buckets, now and then, so that each is looked at only so often as a new one has come.
    fn forget_full(&mut self, now: Instant) {
        if self.full_at.len() < self.most {
            return;
        }
        self.full_at.retain(|_, full_at| *full_at > now);
        self.most = CLIENTS.max(self.full_at.len() * 2);
    }
}

/// The addresses that one client has: of IPv6 a whole network, <https://www.rfc-editor.org/rfc/rfc6177>.
fn network(client: IpAddr) -> IpAddr {
    match client.to_canonical() {
        IpAddr::V4(address) => address.into(),
        IpAddr::V6(address) => {
            let mut parts = address.segments();
            parts[4..].fill(0);
            IpAddr::from(parts)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowance(requests_per_second: u32, requests_at_once: u32) -> Allowance {
        let limits = LimitsConfig {
            requests_per_second,
            requests_at_once,
            ..LimitsConfig::default()
        };
        Allowance::new(&limits).unwrap()
    }

    fn address(text: &str) -> IpAddr {
        text.parse().unwrap()
    }

    #[test]
    fn a_bucket_empties_and_fills() {
        let allowance = allowance(10, 3);
        let start = Instant::now();
        let take = |client: &str, after: u64| {
            allowance.take(address(client), start + Duration::from_millis(after))
        };
        for _ in 0..3 {
            assert_eq!(take("10.0.0.1", 0), Ok(()));
        }
        assert_eq!(take("10.0.0.1", 0), Err(Duration::from_millis(100)));
        assert_eq!(take("10.0.0.1", 40), Err(Duration::from_millis(60)));
        assert_eq!(take("10.0.0.2", 40), Ok(()), "another client");
        assert_eq!(take("10.0.0.1", 100), Ok(()));
        assert_eq!(take("10.0.0.1", 150), Err(Duration::from_millis(50)));
        // Who waits for long has a full bucket, and not more.
        for _ in 0..3 {
            assert_eq!(take("10.0.0.1", 60_000), Ok(()));
        }
        assert!(take("10.0.0.1", 60_000).is_err());
    }

    #[test]
    fn a_client_has_all_addresses_of_its_network() {
        let allowance = allowance(1, 1);
        let now = Instant::now();
        assert_eq!(allowance.take(address("2001:db8::1"), now), Ok(()));
        assert!(allowance.take(address("2001:db8::2"), now).is_err());
        assert_eq!(allowance.take(address("2001:db8:0:1::1"), now), Ok(()));
        assert_eq!(allowance.take(address("10.0.0.1"), now), Ok(()));
        assert!(allowance.take(address("::ffff:10.0.0.1"), now).is_err());
    }

    #[test]
    fn clients_are_forgotten_when_their_buckets_are_full() {
        let allowance = allowance(1, 1);
        let start = Instant::now();
        for number in 0..100_000_u32 {
            let now = start + Duration::from_millis(number.into());
            let client = IpAddr::V4(number.into());
            assert_eq!(allowance.take(client, now), Ok(()));
        }
        let known = allowance.clients.lock().unwrap().full_at.len();
        assert!(known <= 2 * CLIENTS, "{known}");
    }

    #[test]
    fn there_is_no_limit_by_default() {
        assert!(Allowance::new(&LimitsConfig::default()).is_none());
    }
}
