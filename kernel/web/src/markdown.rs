//! Markdown by officers, as HTML that is safe to show.

/// CommonMark with tables and links as clean HTML; raw HTML is dropped, headings begin at level 3.
pub fn to_html(text: &str) -> String {
    let mut options = comrak::Options::default();
    options.extension.table = true;
    options.extension.strikethrough = true;
    options.extension.autolink = true;
    let html = comrak::markdown_to_html(text, &options)
        .replace("<th>", "<th scope=\"col\">")
        .replace("<th align", "<th scope=\"col\" align");
    let mut cleaner = ammonia::Builder::default();
    cleaner.rm_tags(["img", "h1", "h2", "h6"]).link_rel(Some("noopener nofollow"));
    cleaner.url_schemes(["http", "https", "mailto", "tel"].into());
    cleaner.clean(&html).to_string()
}

#[cfg(test)]
mod tests {
    use super::to_html;

    #[test]
    fn heads_of_tables_say_what_they_head() {
        let html = to_html("| Ligne | Taux |\n|---|---:|\n| Aide | 50 % |");
        assert_eq!(html.matches("<th scope=\"col\"").count(), 2, "{html}");
        assert!(html.contains("<thead>"), "{html}");
    }

    #[test]
    fn nothing_that_runs_comes_through() {
        let html = to_html(
            "**oui** <script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=y>",
        );
        assert!(html.contains("<strong>oui</strong>"));
        for bad in ["script", "javascript:", "onerror", "<img"] {
            assert!(!html.contains(bad), "{html}");
        }
    }
}
