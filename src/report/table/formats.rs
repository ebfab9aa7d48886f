//! Tables as Markdown, CSV and HTML.

use super::super::escape;
use super::{Align, Table};

impl Table {
    /// A Markdown table (the GitHub form), the title in bold above it and the notes below.
    pub fn to_markdown(&self) -> String {
        let mut out = String::new();
        if !self.title().is_empty() {
            out.push_str(&format!("**{}**\n\n", escape::markdown(self.title())));
        }
        let line = |cells: &[String]| {
            let cells: Vec<String> = cells.iter().map(|cell| escape::markdown(cell)).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        out.push_str(&line(self.header()));
        let rules: Vec<&str> = self
            .align
            .iter()
            .map(|align| match align {
                Align::Left => "---",
                Align::Right => "---:",
                Align::Centre => ":---:",
            })
            .collect();
        out.push_str(&format!("|{}|\n", rules.join("|")));
        for row in self.rows() {
            out.push_str(&line(row));
        }
        for note in self.notes() {
            out.push_str(&format!("\n{}\n", escape::markdown(note)));
        }
        out
    }

    /// The header and the rows as CSV (RFC 4180, line feed at the end of a line); no title, no notes.
    pub fn to_csv(&self) -> String {
        let mut out = String::new();
        for row in std::iter::once(self.header()).chain(self.rows().iter().map(Vec::as_slice)) {
            let cells: Vec<String> = row.iter().map(|cell| escape::csv(cell)).collect();
            out.push_str(&cells.join(","));
            out.push('\n');
        }
        out
    }

    /// An HTML `table` with the title as caption, the first column as row headings and the notes after it.
    pub fn to_html(&self) -> String {
        let class = |column: usize| match self.align[column] {
            Align::Left => "",
            Align::Right => " class=\"right\"",
            Align::Centre => " class=\"centre\"",
        };
        let cell = |text: &str| escape::markup(text).replace('\n', "<br>");
        let mut out = String::from("<div class=\"table\">\n<table>\n");
        if !self.title().is_empty() {
            out.push_str(&format!("<caption>{}</caption>\n", cell(self.title())));
        }
        out.push_str("<thead><tr>");
        for (column, heading) in self.header().iter().enumerate() {
            out.push_str(&format!("<th scope=\"col\"{}>{}</th>", class(column), cell(heading)));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for row in self.rows() {
            out.push_str("<tr>");
            for (column, text) in row.iter().enumerate() {
                let tag = if column == 0 { "th scope=\"row\"" } else { "td" };
                let end = if column == 0 { "th" } else { "td" };
                out.push_str(&format!("<{tag}{}>{}</{end}>", class(column), cell(text)));
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody>\n</table>\n");
        for note in self.notes() {
            out.push_str(&format!("<p class=\"note\">{}</p>\n", cell(note)));
        }
        out.push_str("</div>\n");
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hostile() -> Table {
        Table::new("<b>", ["a|b", "c,d"])
            .align(1, Align::Right)
            .row(["<script>alert(1)</script>", "say \"x\", y"])
            .unwrap()
            .note("R & P")
    }

    #[test]
    fn html_escapes_every_part() {
        let html = hostile().to_html();
        assert!(!html.contains("<script>") && !html.contains("<b>"));
        assert!(html.contains("R &amp; P") && html.contains("<td class=\"right\">say &quot;x&quot;, y</td>"));
    }

    #[test]
    fn csv_quotes_and_markdown_escapes() {
        let table = hostile();
        assert_eq!(table.to_csv(), "a|b,\"c,d\"\n<script>alert(1)</script>,\"say \"\"x\"\", y\"\n");
        assert!(table.to_markdown().contains("| a\\|b | c,d |\n|---|---:|\n| \\<script>"));
    }
}
