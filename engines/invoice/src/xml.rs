//! XML as it is written here: elements indented by two spaces, one a line, attributes of ours.

use quick_xml::escape::partial_escape;

pub(crate) struct Xml {
    text: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// A document whose root has these namespaces.
    pub(crate) fn document(root: &'static str, namespaces: &[(&str, &str)]) -> Self {
        let mut text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root}");
        for (prefix, name) in namespaces {
            text.push_str(&format!("\n    xmlns:{prefix}=\"{name}\""));
        }
        text.push_str(">\n");
        Self { text, open: vec![root] }
    }

    /// An element with a text.
    pub(crate) fn leaf(&mut self, name: &str, text: &str) {
        self.marked(name, "", text);
    }

    /// The same with an attribute, given as it is written.
    pub(crate) fn marked(&mut self, name: &str, attribute: &str, text: &str) {
        self.indent();
        let space = if attribute.is_empty() { "" } else { " " };
        let text = partial_escape(text.trim());
        self.text.push_str(&format!("<{name}{space}{attribute}>{text}</{name}>\n"));
    }

    /// An element with a text, if there is one.
    pub(crate) fn leaf_if(&mut self, name: &str, text: &str) {
        if !text.trim().is_empty() {
            self.leaf(name, text);
        }
    }

    /// An element, and in it whatever `inside` writes.
    pub(crate) fn within(&mut self, name: &'static str, inside: impl FnOnce(&mut Self)) {
        self.indent();
        self.text.push_str(&format!("<{name}>\n"));
        self.open.push(name);
        inside(self);
        self.close();
    }

    pub(crate) fn end(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.text
    }

    fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            self.text.push_str(&format!("</{name}>\n"));
        }
    }

    fn indent(&mut self) {
        self.text.push_str(&"  ".repeat(self.open.len()));
    }
}
