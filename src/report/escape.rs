//! Escaping of text for the formats that the reports are written in.

/// Text for an XML or HTML element or a quoted attribute.
///
/// Besides the five special characters it drops what XML 1.0 forbids even in escaped form (control
/// characters other than tab and line ends), so that no label can make a picture unreadable.
pub(crate) fn markup(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| is_xml(*c)) {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            other => out.push(other),
        }
    }
    out
}

/// Whether XML 1.0 (section 2.2) allows the character in a document.
pub(crate) fn is_xml(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..)
}

/// One CSV field (RFC 4180): quoted where it holds a comma, a quote, or a line end.
///
/// A field that a spreadsheet would run as a formula is not altered: the file is data first, and a
/// changed value would be a wrong one.
pub(crate) fn csv(field: &str) -> String {
    let plain = !field.contains([',', '"', '\n', '\r']) && field.trim() == field;
    if plain { field.to_string() } else { format!("\"{}\"", field.replace('"', "\"\"")) }
}

/// One cell of a Markdown table: on one line, pipes and inline markup shown as they are.
pub(crate) fn markdown(cell: &str) -> String {
    let mut out = String::with_capacity(cell.len());
    for c in cell.chars() {
        match c {
            '|' | '\\' | '`' | '*' | '_' | '<' | '[' | ']' => {
                out.push('\\');
                out.push(c);
            }
            '\n' => out.push_str("<br>"),
            '\r' => {}
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_escapes_the_five_and_drops_what_xml_forbids() {
        assert_eq!(markup("a<b & \"c\" 'd'>\u{0}\u{B}"), "a&lt;b &amp; &quot;c&quot; &#39;d&#39;&gt;");
        assert_eq!(markup("δ ≥ ½"), "δ ≥ ½");
    }

    #[test]
    fn csv_quotes_only_where_needed() {
        assert_eq!(csv("plain"), "plain");
        assert_eq!(csv("a,b"), "\"a,b\"");
        assert_eq!(csv("say \"no\""), "\"say \"\"no\"\"\"");
        assert_eq!(csv(" padded"), "\" padded\"");
    }

    #[test]
    fn markdown_keeps_a_cell_inside_its_cell() {
        assert_eq!(markdown("a|b\nc"), "a\\|b<br>c");
        assert_eq!(markdown("<script>"), "\\<script>");
    }
}
