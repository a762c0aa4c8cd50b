//! The hash by which a finding is known from run to run.
//!
//! FNV-1a with 128 bits (<http://www.isthe.com/chongo/tech/comp/fnv/>): small enough to stand here
//! in full, the same on every machine and in every version, and far from a collision among the
//! thousands of findings that a system may have. It is no protection against people who want one.

const OFFSET_BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

/// 32 hexadecimal digits from `parts`; where one part ends and the next begins counts too.
///
/// Invariant: no part holds a line number, so that moving code does not change its findings.
pub fn fingerprint(parts: &[&str]) -> String {
    let mut hash = OFFSET_BASIS;
    let mut feed = |byte: u8| hash = (hash ^ u128::from(byte)).wrapping_mul(PRIME);
    for part in parts {
        part.bytes().for_each(&mut feed);
        // 0xff occurs in no UTF-8 text.
        feed(0xff);
    }
    format!("{hash:032x}")
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn it_is_fnv_1a_and_knows_where_parts_end() {
        assert_eq!(fingerprint(&[]), "6c62272e07bb014262b821756295c58d");
        assert_ne!(fingerprint(&["ab", "c"]), fingerprint(&["a", "bc"]));
        assert_ne!(fingerprint(&["a"]), fingerprint(&["a", ""]));
        assert_eq!(fingerprint(&["a"]).len(), 32);
    }
}
