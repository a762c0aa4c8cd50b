//! `#[derive(Adapter)]` and `#[adapter]`: what is asserted holds, and what is added works.

use std::cell::Cell;
use std::fmt::Display;
use std::sync::atomic::{AtomicU32, Ordering};

use portcullis_macros::{Adapter, adapter, port};

use crate::spans::Recorder;

/// Rates of exchange.
#[port(out)]
trait Rates {
    /// One of them.
    async fn rate(&self, currency: &str, tags: Vec<String>) -> Result<usize, u32>;
    /// On another day.
    fn earlier(&self, days: u32) -> Result<u32, u32>;
    /// Not to be run twice.
    async fn set(&self, rate: u32) -> Result<(), u32>;
}

/// Fails some times, then answers.
#[derive(Adapter)]
#[adapter(implements(Rates), direction = out, bounds(T: Display + Send + Sync + 'static))]
struct Shaky<T> {
    calls: AtomicU32,
    fails: u32,
    name: T,
}

impl<T> Shaky<T> {
    fn new(fails: u32, name: T) -> Self {
        Self { calls: AtomicU32::new(0), fails, name }
    }

    fn call(&self) -> Result<u32, u32> {
        let call = self.calls.fetch_add(1, Ordering::Relaxed) + 1;
        if call <= self.fails { Err(call) } else { Ok(call) }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "`when` gets a reference")]
fn few(error: &u32) -> bool {
    *error < 5
}

async fn pause(failed: u32) {
    tokio::time::sleep(std::time::Duration::from_secs(u64::from(failed))).await;
}

#[adapter(trace, direction = out, retry = idempotent, attempts = 4, when = few)]
impl<T: Display + Send + Sync + 'static> Rates for Shaky<T> {
    #[idempotent]
    async fn rate(&self, currency: &str, tags: Vec<String>) -> Result<usize, u32> {
        let text = format!("{}{currency}", self.name);
        drop(tags);
        self.call()?;
        Ok(text.len())
    }

    #[idempotent]
    fn earlier(&self, days: u32) -> Result<u32, u32> {
        Ok(self.call()? + days)
    }

    async fn set(&self, _: u32) -> Result<(), u32> {
        self.call().map(drop)
    }
}

#[tokio::test]
async fn what_is_idempotent_runs_again() {
    let tags = || vec!["a".to_owned()];
    assert_eq!(Shaky::new(3, "x").rate("EUR", tags()).await, Ok(4));
    assert_eq!(Shaky::new(9, "x").rate("EUR", tags()).await, Err(4), "four attempts in all");
    assert_eq!(Shaky::new(2, 'x').earlier(10), Ok(13));
    assert_eq!(Shaky::new(1, "x").set(1).await, Err(1), "not marked, not repeated");
    let late = Shaky::new(9, "x");
    late.calls.store(4, Ordering::Relaxed);
    assert_eq!(late.earlier(1), Err(5), "an error for which it is not worth it");
}

#[tokio::test]
async fn methods_of_an_adapter_are_spans() {
    let recorder = Recorder::default();
    let guard = tracing::subscriber::set_default(recorder.clone());
    assert_eq!(Shaky::new(1, "x").set(1).await, Err(1));
    assert_eq!(Shaky::new(1, "x").earlier(1), Ok(3));
    drop(guard);
    let name = "adapter=\"run::adapter::Shaky<&str>\"";
    assert_eq!(
        recorder.take(),
        [
            format!("span adapter.out port=\"Rates\" method=\"set\" {name}"),
            "record error=1".to_owned(),
            "record otel.status_code=\"ERROR\"".to_owned(),
            "WARN message=port call failed error=1".to_owned(),
            format!("span adapter.out port=\"Rates\" method=\"earlier\" {name}"),
        ]
    );
}

/// Says the time.
#[port(out, infallible)]
trait Clock {
    /// Now.
    async fn now(&self) -> Result<u32, u32>;
}

#[derive(Adapter)]
#[adapter(implements(Clock))]
struct Slow(AtomicU32);

#[adapter(retry = idempotent, pause = pause)]
impl Clock for Slow {
    #[idempotent]
    async fn now(&self) -> Result<u32, u32> {
        Err(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

#[tokio::test(start_paused = true)]
async fn there_is_a_pause_before_the_next_attempt() {
    let start = tokio::time::Instant::now();
    assert_eq!(Slow(AtomicU32::new(0)).now().await, Err(2));
    assert_eq!(start.elapsed().as_secs(), 1 + 2);
}

/// What calls the application implements nothing, and may stay in its thread.
#[derive(Adapter)]
#[adapter(direction = in, local)]
struct Console(Cell<u8>);

#[test]
fn marks_change_nothing_of_the_type() {
    let console = Console(Cell::new(1));
    console.0.set(2);
    assert_eq!(console.0.get(), 2);
}

/// A port with a parameter.
#[port(out, infallible)]
trait Holds<T: Send + Sync> {
    /// What it holds.
    fn held(&self) -> &T;
}

#[derive(Adapter)]
#[adapter(implements(Holds<[T; N]>), direction = out, bounds(T: Send + Sync + 'static))]
struct Holder<T, const N: usize>([T; N]);

impl<T: Send + Sync + 'static, const N: usize> Holds<[T; N]> for Holder<T, N> {
    fn held(&self) -> &[T; N] {
        &self.0
    }
}

#[test]
fn parameters_of_a_port_may_be_those_of_its_adapter() {
    assert_eq!(Holder([1, 2]).held(), &[1, 2]);
}
