//! The check that a picture stands on its own.

use super::super::ReportError;

/// Elements that load or run something, or that may hold any HTML.
const ACTIVE: [&str; 9] =
    ["script", "image", "use", "foreignobject", "iframe", "style", "a", "animate", "feimage"];

/// Accepts one whole SVG element that loads nothing and runs nothing.
///
/// Looks at tags only, so that a label may speak about `href` as it likes. It refuses more than it must
/// (any `style` element, any link): the charts of this crate need none of these.
pub(super) fn check_picture(svg: &str, location: &str) -> Result<(), ReportError> {
    let not_svg = || ReportError::NotSvg { location: location.to_string() };
    let svg = svg.trim();
    if !svg.starts_with("<svg") || !svg.ends_with("</svg>") {
        return Err(not_svg());
    }
    let mut depth = 0usize;
    let mut rest = svg;
    while let Some(start) = rest.find('<') {
        if depth == 0 && rest.len() != svg.len() {
            return Err(not_svg());
        }
        let end = tag_end(&rest[start..]).ok_or_else(not_svg)?;
        let tag = &rest[start + 1..start + end];
        check_tag(tag, location)?;
        if tag.starts_with('/') {
            depth = depth.checked_sub(1).ok_or_else(not_svg)?;
        } else if !tag.ends_with('/') && !tag.starts_with(['!', '?']) {
            depth += 1;
        }
        rest = &rest[start + end + 1..];
    }
    if depth == 0 { Ok(()) } else { Err(not_svg()) }
}

/// The index of the `>` that ends the tag, past quoted attributes.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    for (index, c) in text.char_indices() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            (None, '>') => return Some(index),
            _ => {}
        }
    }
    None
}

fn check_tag(tag: &str, location: &str) -> Result<(), ReportError> {
    let lower = tag.to_lowercase();
    let refuse = || {
        Err(ReportError::ExternalReference { location: location.to_string(), reference: format!("<{tag}>") })
    };
    let name: String =
        lower.trim_start_matches('/').chars().take_while(|c| c.is_alphanumeric() || *c == ':').collect();
    if ACTIVE.contains(&name.as_str()) || lower.contains("url(") || lower.starts_with(['!', '?']) {
        return refuse();
    }
    for name in attribute_names(&lower) {
        if name.ends_with("href") || name == "src" || name.starts_with("on") {
            return refuse();
        }
    }
    Ok(())
}

/// What stands before an `=` outside quotes.
fn attribute_names(tag: &str) -> Vec<String> {
    let (mut names, mut word, mut quote) = (Vec::new(), String::new(), None);
    for c in tag.chars() {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => {
                quote = None;
                word.clear();
            }
            (Some(_), _) => {}
            (None, '=') => {
                names.push(word.trim().rsplit(char::is_whitespace).next().unwrap_or("").to_string())
            }
            (None, _) => word.push(c),
        }
    }
    names
}
