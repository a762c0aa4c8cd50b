//! Whether a file may work on a clock, which is asked of programs that have nothing else of a service.

use std::ops::Range;

use super::BUFFERS;
use super::lexer;
use super::lexer::keyword::Keyword;
use super::lexer::token::{Kind, Token};
use crate::framework::clocks;

/// A loop of more tokens is taken for one that repeats: what ends it may be out of sight for those who look closer.
const LONG: usize = 4_000;

/// Whether some `loop` of a file waits and has no end, as far as its tokens tell: in doubt, yes. Whether there is
/// something that `ticks` is for whoever knows what the file may name.
pub(crate) fn may_repeat(text: &str, ticks: bool) -> bool {
    // Enough of each name to find it fast.
    let waits = text.contains("sleep") || text.contains("delay_fo");
    if !text.contains("loop") || !(waits || ticks && text.contains("tick")) {
        return false;
    }
    BUFFERS.with_borrow_mut(|(tokens, _)| {
        tokens.read(text, lexer::prologue(text));
        let tokens = &tokens.tokens[..];
        let loops =
            (1..tokens.len()).filter(|at| tokens[at - 1].kind == Kind::Ident(Keyword::Loop));
        loops.filter_map(|open| inside(tokens, open)).any(|body| repeats(text, tokens, body, ticks))
    })
}

/// Where what stands behind the delimiter at `open` begins and ends.
fn inside(tokens: &[Token], open: usize) -> Option<Range<usize>> {
    let token = tokens.get(open)?;
    matches!(token.kind, Kind::Open(_)).then(|| open + 1..(token.pair as usize).max(open + 1))
}

fn repeats(text: &str, tokens: &[Token], body: Range<usize>, ticks: bool) -> bool {
    let waits = |token: &Token| {
        let name = &text[token.start as usize..token.end as usize];
        clocks::waits(name) || ticks && name == clocks::TICK
    };
    tokens[body.clone()].iter().any(waits) && (body.len() > LONG || !ends(tokens, body))
}

/// Whether something leads out of a loop for certain: what stands in a macro's arguments or in a function of
/// its own may not.
fn ends(tokens: &[Token], body: Range<usize>) -> bool {
    let mut at = body.start;
    while at < body.end {
        match tokens[at].kind {
            Kind::Ident(Keyword::Return | Keyword::Break) => return true,
            Kind::Ident(Keyword::Fn) => return false,
            Kind::Punct(b'!') => at = inside(tokens, at + 1).map_or(at, |arguments| arguments.end),
            _ => {}
        }
        at += 1;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::may_repeat;

    #[test]
    fn a_loop_that_waits_and_does_not_end_may_repeat() {
        for (text, expected) in [
            ("async fn main() { loop { poll().await; sleep(SECOND).await; } }", true),
            ("async fn main() { loop { timer.tick().await; poll(); } }", true),
            (
                "async fn main() { loop { select! { _ = timer.tick() => poll(), _ = end => break } } }",
                true,
            ),
            ("async fn main() { loop { fn f() { return } sleep(SECOND).await } }", true),
            ("async fn main() { loop { sleep(SECOND).await; if done() { break; } } }", false),
            ("async fn main() { loop { sleep(SECOND); // we break here\n } }", true),
            ("async fn main() { loop { let text = \"return\"; sleep(SECOND); } }", true),
            ("async fn main() { loop { next()?; } sleep(SECOND) }", false),
            ("async fn main() { while sleep(SECOND) {} }", false),
            ("loop { sleep(", true),
            ("loop", false),
        ] {
            assert_eq!(may_repeat(text, true), expected, "{text}");
        }
        assert!(!may_repeat("fn main() { loop { executor.tick(); } }", false));
    }
}
