//! A line on standard error while something takes long; only where a person looks at it.

use std::io::Write;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use crate::output;

/// Nothing is shown before this.
const PATIENCE: Duration = Duration::from_secs(1);

/// Runs `work`; if it takes longer than a second, `what` is shown with the seconds that passed.
pub(crate) fn while_running<T>(what: &str, quiet: bool, work: impl FnOnce() -> T) -> T {
    if quiet || !output::stderr_is_terminal() {
        return work();
    }
    let what = crate::escape::line(what);
    thread::scope(|scope| {
        let (done, is_done) = mpsc::channel::<()>();
        scope.spawn(move || {
            let begin = Instant::now();
            let mut shown = false;
            while is_done.recv_timeout(PATIENCE) == Err(RecvTimeoutError::Timeout) {
                let mut err = std::io::stderr().lock();
                let _ = write!(err, "\r{what} … {} s", begin.elapsed().as_secs());
                let _ = err.flush();
                shown = true;
            }
            if shown {
                // The line is taken away again, so that the result stands alone.
                let _ = write!(std::io::stderr(), "\r\u{1b}[K");
            }
        });
        let result = work();
        drop(done);
        result
    })
}
