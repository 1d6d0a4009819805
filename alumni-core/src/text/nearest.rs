/// The candidate nearest to `word` by edit distance, when near enough (a third of its letters) to be what was meant.
///
/// Ties go to the first candidate, so that the answer does not depend on anything else.
pub(crate) fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let letters: Vec<char> = word.chars().take(64).collect();
    let limit = letters.len().div_ceil(3);
    let distances = candidates.into_iter().map(|candidate| (distance(&letters, candidate), candidate));
    distances
        .filter(|(distance, _)| *distance <= limit)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// The end of a message about an unknown `word`: which of the `candidates` was probably meant, or nothing.
pub(crate) fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> String {
    nearest(word, candidates).map_or_else(String::new, |near| format!("; did you mean `{near}`?"))
}

/// Levenshtein distance, one row at a time.
fn distance(word: &[char], candidate: &str) -> usize {
    let mut row: Vec<usize> = (0..=word.len()).collect();
    for (done, letter) in candidate.chars().enumerate() {
        let mut diagonal = done;
        let mut left = done.saturating_add(1);
        for (index, cell) in row.iter_mut().enumerate() {
            if index == 0 {
                *cell = left;
                continue;
            }
            let same = word.get(index.saturating_sub(1)) == Some(&letter);
            let substituted = diagonal.saturating_add(usize::from(!same));
            diagonal = *cell;
            left = substituted.min(diagonal.saturating_add(1)).min(left.saturating_add(1));
            *cell = left;
        }
    }
    row.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn distances_are_the_textbook_ones() {
        let between = |a: &str, b| distance(&a.chars().collect::<Vec<_>>(), b);
        // Wagner & Fischer 1974 and the usual examples.
        assert_eq!(between("kitten", "sitting"), 3);
        assert_eq!(between("saturday", "sunday"), 3);
        assert_eq!(between("", "abc"), 3);
        assert_eq!(between("abc", ""), 3);
        assert_eq!(between("勤続年数", "勤務年数"), 1);
    }

    #[test]
    fn only_near_words_are_offered() {
        assert_eq!(nearest("tenur", ["grade", "tenure"]), Some("tenure"));
        assert_eq!(nearest("salary", ["grade", "tenure"]), None);
    }
}
