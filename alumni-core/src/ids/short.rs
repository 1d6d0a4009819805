//! The beginning and the end of a name as numbers, so that short names are compared without a loop.

/// So many bytes are in a number.
pub(crate) const INSIDE: usize = 8;

/// The first 8 bytes; where there are fewer, with zeros behind them.
#[inline]
pub(crate) fn first_bytes(name: &[u8]) -> u64 {
    match (name.first_chunk(), name.first_chunk(), name.last_chunk()) {
        (Some(first), _, _) => u64::from_le_bytes(*first),
        // Four to seven: two numbers that share some bytes.
        (None, Some(first), Some(last)) => {
            let shift = u32::try_from(name.len().saturating_sub(4).saturating_mul(8)).unwrap_or_default();
            u64::from(u32::from_le_bytes(*first)) | u64::from(u32::from_le_bytes(*last)) << shift.min(63)
        }
        _ => name.iter().rev().fold(0, |bytes, byte| bytes << 8 | u64::from(*byte)),
    }
}

/// The last 8 bytes; of a shorter name all of them.
#[inline]
pub(crate) fn last_bytes(name: &[u8]) -> u64 {
    name.last_chunk().map_or_else(|| first_bytes(name), |last| u64::from_le_bytes(*last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn they_are_the_bytes_at_the_ends() {
        let bytes: Vec<u8> = (1..=40).collect();
        for length in 0..=bytes.len() {
            let name = &bytes[..length];
            let mut first = [0; INSIDE];
            let inside = length.min(INSIDE);
            first[..inside].copy_from_slice(&name[..inside]);
            let mut last = [0; INSIDE];
            last[..inside].copy_from_slice(&name[length - inside..]);
            assert_eq!(
                (first_bytes(name), last_bytes(name)),
                (u64::from_le_bytes(first), u64::from_le_bytes(last))
            );
        }
    }
}
