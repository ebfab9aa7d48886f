//! Breaking text into lines, by any measure of width.

use unicode_width::UnicodeWidthStr;

/// Columns that the text takes on a terminal (wide characters two, combining ones none).
pub(crate) fn columns(text: &str) -> usize {
    UnicodeWidthStr::width(text)
}

/// Breaks a text into lines no wider than `limit` by `measure`, between words where it can.
///
/// A word that is wider than a line is broken inside; a single character always fits, so the function
/// ends for every limit. Line ends in the text are kept. The result has at least one line.
pub(crate) fn wrap(text: &str, limit: f64, measure: impl Fn(&str) -> f64) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            let candidate = if line.is_empty() { word.to_string() } else { format!("{line} {word}") };
            if measure(&candidate) <= limit {
                line = candidate;
                continue;
            }
            if !line.is_empty() {
                lines.push(std::mem::take(&mut line));
            }
            line = break_word(word, limit, &measure, &mut lines);
        }
        lines.push(line);
    }
    if lines.is_empty() {
        lines.push(String::new());
    }
    lines
}

/// Pushes the full lines of an over-long word and returns what is left of it.
fn break_word(word: &str, limit: f64, measure: &impl Fn(&str) -> f64, lines: &mut Vec<String>) -> String {
    let mut piece = String::new();
    for c in word.chars() {
        piece.push(c);
        if measure(&piece) > limit && piece.chars().count() > 1 {
            piece.pop();
            lines.push(std::mem::take(&mut piece));
            piece.push(c);
        }
    }
    piece
}

#[cfg(test)]
mod tests {
    use super::*;

    fn by_columns(text: &str) -> f64 {
        columns(text) as f64
    }

    #[test]
    fn breaks_between_words_and_inside_long_ones() {
        assert_eq!(wrap("to be or not", 5.0, by_columns), ["to be", "or", "not"]);
        assert_eq!(wrap("abcdefg hi", 3.0, by_columns), ["abc", "def", "g", "hi"]);
    }

    #[test]
    fn ends_for_every_limit_and_every_text() {
        assert_eq!(wrap("ab", 0.0, by_columns), ["a", "b"]);
        assert_eq!(wrap("", 10.0, by_columns), [""]);
        assert_eq!(wrap("a\n\nb", 10.0, by_columns), ["a", "", "b"]);
    }

    #[test]
    fn wide_characters_count_twice() {
        assert_eq!(columns("和平"), 4);
        assert_eq!(wrap("和平和平", 4.0, by_columns), ["和平", "和平"]);
    }
}
