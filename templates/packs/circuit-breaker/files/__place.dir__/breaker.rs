//! A circuit breaker with a time limit and a bulkhead, for calls of what may be slow or away.

use std::error::Error;
use std::fmt;
use std::future::Future;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Semaphore;
use tokio::time::{Instant, timeout};

/// What is asked of the other side before it is left alone.
#[derive(Clone, Debug)]
pub struct Limits {
    /// How many calls have to fail one after the other to open the breaker.
    pub failures: u32,
    /// How long nothing is called then.
    pub pause: Duration,
    /// How long a call may take. Whoever waits for it should be more patient than that: a call that
    /// is given up from outside is no failure.
    pub call_time: Duration,
    /// How many calls may run at a time.
    pub concurrent_calls: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            failures: 5,
            pause: Duration::from_secs(10),
            call_time: Duration::from_secs(2),
            concurrent_calls: 64,
        }
    }
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Too many calls failed; it was not called.
    Open,
    /// Too many calls are running; it was not called.
    Full,
    /// It did not answer in time.
    Late,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open => "not called, because too many calls failed",
            Self::Full => "not called, because too many calls are running",
            Self::Late => "no answer in time",
        })
    }
}

impl Error for Refusal {}

/// Guards one thing that is called; whoever calls the same thing shares it.
#[derive(Debug)]
pub struct Breaker {
    name: &'static str,
    limits: Limits,
    slots: Semaphore,
    state: Mutex<State>,
}

#[derive(Clone, Copy, Debug)]
enum State {
    Closed {
        failures: u32,
    },
    Open {
        until: Instant,
    },
    /// One call tries. It has ended by `until`; if it was given up, the next one tries then.
    HalfOpen {
        until: Instant,
    },
}

impl Breaker {
    /// A closed one; `name` is how logs call what it guards.
    pub fn new(name: &'static str, limits: Limits) -> Self {
        let slots = Semaphore::new(limits.concurrent_calls);
        let state = Mutex::new(State::Closed { failures: 0 });
        Self {
            name,
            limits,
            slots,
            state,
        }
    }

    /// Makes the call, or refuses to. `failed` tells whether an answer shows that the other side is
    /// not well; one that says no in good health does not.
    pub async fn call<T>(
        &self,
        call: impl Future<Output = T>,
        failed: impl FnOnce(&T) -> bool,
    ) -> Result<T, Refusal> {
        let _slot = self.slots.try_acquire().map_err(|_| Refusal::Full)?;
        let tries = self.enter()?;
        let answer = timeout(self.limits.call_time, call).await;
        let answer = answer.map_err(|_| Refusal::Late);
        self.leave(tries, answer.as_ref().map_or(true, failed));
        answer
    }

    /// Whether the call is the one that tries while the breaker is half open.
    fn enter(&self) -> Result<bool, Refusal> {
        let now = Instant::now();
        let mut state = self.state();
        match *state {
            State::Closed { .. } => Ok(false),
            State::Open { until } | State::HalfOpen { until } if now < until => Err(Refusal::Open),
            State::Open { .. } | State::HalfOpen { .. } => {
                *state = State::HalfOpen {
                    until: now + self.limits.call_time,
                };
                Ok(true)
            }
        }
    }

    fn leave(&self, tried: bool, failed: bool) {
        let mut state = self.state();
        let failures = match *state {
            State::Closed { failures } if failed => failures + 1,
            State::Closed { .. } => 0,
            _ if tried && failed => self.limits.failures,
            _ if tried => 0,
            // It began before the breaker opened, and tells nothing new.
            _ => return,
        };
        *state = if failures < self.limits.failures {
            if tried {
                tracing::info!(name = self.name, "called again");
            }
            State::Closed { failures }
        } else {
            tracing::warn!(name = self.name, "left alone, because calls fail");
            State::Open {
                until: Instant::now() + self.limits.pause,
            }
        };
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // Nothing panics while it is locked.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::future::{pending, ready};

    use tokio::time::sleep;

    use super::*;

    const PAUSE: Duration = Duration::from_secs(10);

    fn breaker() -> Breaker {
        let limits = Limits {
            failures: 2,
            concurrent_calls: 3,
            ..Limits::default()
        };
        Breaker::new("it", limits)
    }

    async fn call(breaker: &Breaker, answer: Result<u8, u8>) -> Result<Result<u8, u8>, Refusal> {
        breaker.call(ready(answer), Result::is_err).await
    }

    async fn open(breaker: &Breaker) {
        for _ in 0..2 {
            assert_eq!(call(breaker, Err(1)).await, Ok(Err(1)));
        }
        assert_eq!(call(breaker, Ok(1)).await, Err(Refusal::Open));
    }

    #[tokio::test(start_paused = true)]
    async fn failures_in_a_row_open_it() {
        let breaker = breaker();
        for answer in [Err(1), Ok(1), Err(1), Ok(1)] {
            assert_eq!(call(&breaker, answer).await, Ok(answer));
        }
        open(&breaker).await;
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_that_succeeds_after_the_pause_closes_it() {
        let breaker = breaker();
        open(&breaker).await;
        sleep(PAUSE).await;
        for answer in [Ok(1), Err(1), Ok(2)] {
            assert_eq!(call(&breaker, answer).await, Ok(answer));
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_call_that_fails_after_the_pause_opens_it_again() {
        let breaker = breaker();
        open(&breaker).await;
        sleep(PAUSE).await;
        assert_eq!(call(&breaker, Err(2)).await, Ok(Err(2)));
        sleep(PAUSE / 2).await;
        assert_eq!(call(&breaker, Ok(1)).await, Err(Refusal::Open));
        sleep(PAUSE / 2).await;
        assert_eq!(call(&breaker, Ok(1)).await, Ok(Ok(1)));
    }

    #[tokio::test(start_paused = true)]
    async fn one_call_tries_at_a_time_even_if_it_is_given_up() {
        let breaker = breaker();
        open(&breaker).await;
        sleep(PAUSE).await;
        let trial = breaker.call(pending::<Result<u8, u8>>(), Result::is_err);
        assert!(
            timeout(Duration::from_secs(1), trial).await.is_err(),
            "given up"
        );
        assert_eq!(call(&breaker, Ok(1)).await, Err(Refusal::Open));
        sleep(Duration::from_secs(1)).await;
        assert_eq!(call(&breaker, Ok(1)).await, Ok(Ok(1)));
    }

    #[tokio::test(start_paused = true)]
    async fn silence_is_a_failure() {
        let breaker = breaker();
        for _ in 0..2 {
            let silence = breaker.call(pending::<()>(), |()| false).await;
            assert_eq!(silence, Err(Refusal::Late));
        }
        assert_eq!(call(&breaker, Ok(1)).await, Err(Refusal::Open));
    }

    #[tokio::test(start_paused = true)]
    async fn more_calls_than_it_bears_are_refused_and_do_not_open_it() {
        let breaker = breaker();
        let slow = || breaker.call(sleep(Duration::from_secs(1)), |()| false);
        let answers = tokio::join!(slow(), slow(), slow(), slow(), slow());
        let full = Err(Refusal::Full);
        assert_eq!(answers, (Ok(()), Ok(()), Ok(()), full, full));
        assert_eq!(call(&breaker, Ok(1)).await, Ok(Ok(1)));
    }

    #[tokio::test(start_paused = true)]
    async fn answers_that_come_after_it_opened_change_nothing() {
        let breaker = breaker();
        let slow = breaker.call(sleep(Duration::from_secs(1)), |()| false);
        let (answer, ()) = tokio::join!(slow, open(&breaker));
        assert_eq!(answer, Ok(()));
        assert_eq!(call(&breaker, Ok(1)).await, Err(Refusal::Open));
    }
}
