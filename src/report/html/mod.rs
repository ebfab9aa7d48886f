//! One self-contained HTML document: pictures, tables and words, and nothing to load from elsewhere.

mod outside;

use serde::{Deserialize, Serialize};

use super::{ReportError, Table, escape};

const STYLE: &str = include_str!("report.css");

/// A report as a single HTML file.
///
/// Styles and pictures stand inside the document, so that it can be mailed, archived and printed; it
/// follows the reader's choice of a light or dark screen, and has a table of contents. Every text is
/// escaped. Sections hold what is added after [`Html::section`], in order.
///
/// ```
/// use detente::report::{Html, Table};
/// let table = Table::new("Verdicts", ["phase", "sustained"]).row(["1988-91", "no"])?;
/// let page = Html::new("When does cooperation collapse?", "en")
///     .lead("Eight phases, four institutions.")
///     .section("Verdicts")
///     .paragraph("R > P for both sides is not enough.")
///     .table(&table)
///     .source("Fearon, J. D. (1995). Rationalist explanations for war. International Organization 49(3).")
///     .to_html()?;
/// assert!(page.starts_with("<!doctype html>") && page.contains("R &gt; P"));
/// # Ok::<(), detente::report::ReportError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Html {
    title: String,
    language: String,
    lead: Option<String>,
    blocks: Vec<Block>,
    sources: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
enum Block {
    Section(String),
    Heading(String),
    Paragraph(String),
    List(Vec<String>),
    Note(String),
    Preformatted(String),
    Table(Table),
    Picture(String),
}

impl Html {
    /// An empty document with its title and the language of its text (`"en"`).
    pub fn new(title: impl Into<String>, language: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            language: language.into(),
            lead: None,
            blocks: Vec::new(),
            sources: Vec::new(),
        }
    }

    /// The sentence below the title: what the report answers.
    #[must_use]
    pub fn lead(mut self, text: impl Into<String>) -> Self {
        self.lead = Some(text.into());
        self
    }

    /// Begins a section, listed in the table of contents.
    #[must_use]
    pub fn section(self, heading: impl Into<String>) -> Self {
        self.with(Block::Section(heading.into()))
    }

    /// A heading inside a section.
    #[must_use]
    pub fn heading(self, heading: impl Into<String>) -> Self {
        self.with(Block::Heading(heading.into()))
    }

    /// A paragraph.
    #[must_use]
    pub fn paragraph(self, text: impl Into<String>) -> Self {
        self.with(Block::Paragraph(text.into()))
    }

    /// A list with bullets.
    #[must_use]
    pub fn list<S: Into<String>>(self, items: impl IntoIterator<Item = S>) -> Self {
        self.with(Block::List(items.into_iter().map(Into::into).collect()))
    }

    /// A remark in smaller type: an assumption, a limit.
    #[must_use]
    pub fn note(self, text: impl Into<String>) -> Self {
        self.with(Block::Note(text.into()))
    }

    /// Text whose line ends and blanks matter: a command, an automaton.
    #[must_use]
    pub fn preformatted(self, text: impl Into<String>) -> Self {
        self.with(Block::Preformatted(text.into()))
    }

    /// A table.
    #[must_use]
    pub fn table(self, table: &Table) -> Self {
        self.with(Block::Table(table.clone()))
    }

    /// A picture, as the chart's `to_svg` returned it; it is checked when the document is written.
    #[must_use]
    pub fn picture(self, svg: impl Into<String>) -> Self {
        self.with(Block::Picture(svg.into()))
    }

    /// Adds a reference to the list of sources at the end.
    #[must_use]
    pub fn source(mut self, reference: impl Into<String>) -> Self {
        self.sources.push(reference.into());
        self
    }

    fn with(mut self, block: Block) -> Self {
        self.blocks.push(block);
        self
    }

    /// The document.
    ///
    /// # Errors
    /// [`ReportError::NotSvg`] if a picture is not one whole SVG element;
    /// [`ReportError::ExternalReference`] if a picture would load or run anything.
    pub fn to_html(&self) -> Result<String, ReportError> {
        let title = escape::markup(&self.title);
        let mut out = format!(
            "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>{title}</h1>\n",
            escape::markup(&self.language)
        );
        if let Some(lead) = &self.lead {
            out.push_str(&format!("<p class=\"lead\">{}</p>\n", escape::markup(lead)));
        }
        out.push_str("</header>\n");
        self.push_contents(&mut out);
        out.push_str("<main>\n");
        let mut sections = 0;
        for (index, block) in self.blocks.iter().enumerate() {
            push_block(&mut out, block, &mut sections, &format!("blocks[{index}]"))?;
        }
        if !self.sources.is_empty() {
            out.push_str("<h2 id=\"sources\">Sources</h2>\n<ul class=\"sources\">\n");
            for source in &self.sources {
                out.push_str(&format!("<li>{}</li>\n", escape::markup(source)));
            }
            out.push_str("</ul>\n");
        }
        out.push_str("</main>\n</body>\n</html>\n");
        Ok(out)
    }

    fn push_contents(&self, out: &mut String) {
        let headings = self.blocks.iter().filter_map(|block| match block {
            Block::Section(heading) => Some(heading),
            _ => None,
        });
        let mut entries: Vec<String> = headings
            .enumerate()
            .map(|(index, heading)| {
                format!("<li><a href=\"#section-{}\">{}</a></li>\n", index + 1, escape::markup(heading))
            })
            .collect();
        if entries.is_empty() {
            return;
        }
        if !self.sources.is_empty() {
            entries.push("<li><a href=\"#sources\">Sources</a></li>\n".into());
        }
        out.push_str(&format!(
            "<nav aria-label=\"Contents\">\n<h2>Contents</h2>\n<ol>\n{}</ol>\n</nav>\n",
            entries.concat()
        ));
    }
}

fn push_block(
    out: &mut String,
    block: &Block,
    sections: &mut usize,
    location: &str,
) -> Result<(), ReportError> {
    match block {
        Block::Section(heading) => {
            *sections += 1;
            out.push_str(&format!("<h2 id=\"section-{sections}\">{}</h2>\n", escape::markup(heading)));
        }
        Block::Heading(heading) => out.push_str(&format!("<h3>{}</h3>\n", escape::markup(heading))),
        Block::Paragraph(text) => out.push_str(&format!("<p>{}</p>\n", escape::markup(text))),
        Block::List(items) => {
            let items: Vec<String> =
                items.iter().map(|item| format!("<li>{}</li>\n", escape::markup(item))).collect();
            out.push_str(&format!("<ul>\n{}</ul>\n", items.concat()));
        }
        Block::Note(text) => out.push_str(&format!("<p class=\"note\">{}</p>\n", escape::markup(text))),
        Block::Preformatted(text) => out.push_str(&format!("<pre>{}</pre>\n", escape::markup(text))),
        Block::Table(table) => out.push_str(&table.to_html()),
        Block::Picture(svg) => {
            outside::check_picture(svg, location)?;
            out.push_str(&format!("<figure>\n{}\n</figure>\n", svg.trim()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PICTURE: &str =
        "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\"><title>t</title><rect/></svg>";

    fn page() -> Html {
        Html::new("A & B <i>", "en")
            .lead("lead <b>")
            .section("One <x>")
            .heading("sub & sub")
            .paragraph("p < q")
            .list(["a<b"])
            .note("n & m")
            .preformatted("x\n  <y>")
            .table(&Table::new("t", ["c"]).row(["<td>"]).unwrap())
            .picture(PICTURE)
            .section("Two")
            .source("Author (2025), https://example.org/?a=1&b=2")
    }

    #[test]
    fn every_text_is_escaped() {
        let html = page().to_html().unwrap();
        for raw in ["<i>", "<b>", "<x>", "<y>", "p < q", "n & m", "a<b", "1&b"] {
            assert!(!html.contains(raw), "{raw} stands unescaped");
        }
    }

    #[test]
    fn contents_link_to_sections_that_exist() {
        let html = page().to_html().unwrap();
        for id in ["section-1", "section-2", "sources"] {
            assert!(html.contains(&format!("href=\"#{id}\"")) && html.contains(&format!("id=\"{id}\"")));
        }
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere() {
        let html = page().to_html().unwrap();
        for needle in ["src=", "href=\"http", "url(", "@import", "<script", "<link", "<iframe"] {
            assert!(!html.contains(needle), "the document holds {needle}");
        }
    }

    #[test]
    fn pictures_that_load_or_run_something_are_refused() {
        for bad in [
            "<svg><image href=\"https://example.org/a.png\"/></svg>",
            "<svg><image xlink:href = 'x.png'/></svg>",
            "<svg><SCRIPT>alert(1)</SCRIPT></svg>",
            "<svg onload=\"alert(1)\"></svg>",
            "<svg style=\"background:url(https://example.org/a.png)\"></svg>",
            "<svg><style>@import 'x.css'</style></svg>",
            "<svg><foreignObject><iframe/></foreignObject></svg>",
        ] {
            let error = Html::new("t", "en").picture(bad).to_html().unwrap_err();
            assert!(matches!(error, ReportError::ExternalReference { .. }), "{bad}: {error}");
        }
        for broken in ["", "<p>no</p>", "<svg>", "<svg></svg><p>more</p>", "<svg></svg><svg></svg>"] {
            let error = Html::new("t", "en").picture(broken).to_html().unwrap_err();
            assert_eq!(error, ReportError::NotSvg { location: "blocks[0]".into() }, "{broken}");
        }
    }

    #[test]
    fn words_about_links_in_a_label_are_no_reference() {
        let svg = "<svg><title>href=x, url(a), onload=\"b\"</title></svg>";
        assert!(Html::new("t", "en").picture(svg).to_html().is_ok());
    }

    #[test]
    fn the_same_report_is_the_same_bytes() {
        assert_eq!(page().to_html(), page().to_html());
    }
}
