//! Days as people write them: `2026-12-31`.

/// Whether `text` is a day written as year, month and day. Such texts sort as the days do.
pub(crate) fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digits = |range: std::ops::Range<usize>| {
        let part = &bytes[range];
        part.iter()
            .all(u8::is_ascii_digit)
            .then(|| part.iter().fold(0_u32, |number, digit| number * 10 + u32::from(digit - b'0')))
    };
    bytes.len() == 10
        && bytes[4] == b'-'
        && bytes[7] == b'-'
        && digits(0..4).is_some()
        && digits(5..7).is_some_and(|month| (1..=12).contains(&month))
        && digits(8..10).is_some_and(|day| (1..=31).contains(&day))
}

#[cfg(test)]
mod tests {
    use super::is_date;

    #[test]
    fn only_year_month_and_day_make_a_date() {
        assert!(is_date("2026-12-31"));
        for text in ["2026-13-01", "2026-12-00", "2026-1-1", "31.12.2026", "", "2026-12-3ä"] {
            assert!(!is_date(text), "{text}");
        }
    }
}
