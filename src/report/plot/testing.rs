//! Checks that every picture's tests share.

/// Asserts that a picture is well formed, says what it is, and keeps its texts large and inside.
pub(super) fn assert_readable(svg: &str) {
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
    assert!(svg.contains("role=\"img\"") && svg.contains("<title>") && svg.contains("<desc>"));
    assert!(
        !svg.contains("NaN") && !svg.contains("inf,") && !svg.contains("\"inf"),
        "a coordinate is no number"
    );
    crate::report::Html::new("t", "en").picture(svg).to_html().expect("a picture stands on its own");
    for tag in svg.split("<text ").skip(1) {
        let value = |name: &str| -> f64 {
            let start = tag.find(&format!(" {name}=\"")).map(|at| at + name.len() + 3);
            let text = start.map_or("x", |at| tag[at..].split('"').next().unwrap_or("x"));
            if name == "x" && start.is_none() { first(tag) } else { text.parse().expect("a number") }
        };
        assert!(value("font-size") >= 129.9, "text below 13 px: {tag}");
        assert!((0.0..=9000.0).contains(&value("x")), "text beside the picture: {tag}");
        assert!(value("y") >= 0.0, "text above the picture: {tag}");
    }
}

/// The number of the attribute that a tag begins with.
fn first(tag: &str) -> f64 {
    tag.split('"').nth(1).and_then(|text| text.parse().ok()).expect("x comes first")
}
