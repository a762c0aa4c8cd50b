//! Eight bytes of a text at a time: how many of them are spaces or part of a word.
//!
//! Words and the space before a line are most of a text, and a loop over bytes costs a wrong guess of the
//! processor at the end of each of them.

/// So many bytes are looked at together.
pub(super) const EIGHT: usize = 8;

/// The byte in each of eight places.
const fn all(byte: u8) -> u64 {
    u64::from_le_bytes([byte; EIGHT])
}

/// The highest bit of each byte.
const HIGH: u64 = all(0x80);

/// The eight bytes from `at` on, if there are so many.
pub(super) fn read(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..)?.first_chunk().copied().map(u64::from_le_bytes)
}

/// How many spaces stand at the beginning.
pub(super) const fn spaces(eight: u64) -> usize {
    first(eight ^ all(b' '))
}

/// How many bytes at the beginning may stand in a word: letters, digits, `_`, and all that is not ASCII.
pub(super) const fn word(eight: u64) -> usize {
    // A byte below 0x80 and one of these sums have no carry into the next byte, and the sum has its
    // highest bit where the byte is at least the given one.
    let low = eight & !HIGH;
    let small = low | all(0x20);
    let letter = (small + all(0x80 - b'a')) & !(small + all(0x7f - b'z'));
    let digit = (low + all(0x80 - b'0')) & !(low + all(0x7f - b'9'));
    let underscore = !((low ^ all(b'_')) + all(0x7f));
    let within = (letter | digit | underscore | eight) & HIGH;
    first(within ^ HIGH)
}

/// Whether one of the first `length` bytes is not ASCII.
pub(super) const fn has_more_than_ascii(eight: u64, length: usize) -> bool {
    start(eight, length) & HIGH != 0
}

/// The first `length` bytes, fewer than eight, with zeros behind them.
pub(super) const fn start(eight: u64, length: usize) -> u64 {
    if length < EIGHT { eight & ((1 << (8 * length)) - 1) } else { eight }
}

/// The same of a text that is no longer than eight.
pub(super) const fn pack(text: &[u8]) -> u64 {
    let mut packed = 0;
    let mut at = text.len();
    while at > 0 {
        at -= 1;
        packed = packed << 8 | text[at] as u64;
    }
    packed
}

/// The place of the first byte that is not zero, or eight.
const fn first(eight: u64) -> usize {
    eight.trailing_zeros() as usize / 8
}

#[cfg(test)]
mod tests {
    use super::{has_more_than_ascii, pack, read, spaces, start, word};

    #[test]
    fn each_byte_is_told_in_each_place() {
        for byte in 0..=u8::MAX {
            for place in 0..8 {
                let mut bytes = *b"aZ0_9zAb";
                bytes[place] = byte;
                let eight = u64::from_le_bytes(bytes);
                let is_word = byte.is_ascii_alphanumeric() || byte == b'_' || byte >= 0x80;
                assert_eq!(word(eight), if is_word { 8 } else { place }, "{byte} at {place}");
                assert!(!has_more_than_ascii(eight, place));
                assert_eq!(has_more_than_ascii(eight, place + 1), byte >= 0x80);
                let mut bytes = [b' '; 8];
                bytes[place] = byte;
                let eight = u64::from_le_bytes(bytes);
                assert_eq!(spaces(eight), if byte == b' ' { 8 } else { place });
            }
        }
    }

    #[test]
    fn a_start_is_packed_like_a_text() {
        let eight = read(b"-continue;", 1).unwrap();
        for length in 0..=8 {
            assert_eq!(start(eight, length), pack(&b"continue"[..length]));
        }
        assert_eq!(read(b"12345678", 1), None);
    }
}
