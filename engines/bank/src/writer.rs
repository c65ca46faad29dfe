//! XML as it is written here: elements indented by two spaces, one a line, every text escaped and
//! without spaces at its ends. Attributes are the caller's own, never what people typed.

use quick_xml::escape::partial_escape;

/// A document in the making.
pub struct Xml {
    text: String,
    open: Vec<&'static str>,
}

impl Xml {
    /// A document whose root has these attributes, as they are written, with the space before.
    pub fn document(root: &'static str, attributes: &str) -> Self {
        let text = format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<{root}{attributes}>\n");
        Self { text, open: vec![root] }
    }

    /// An element with a text.
    pub fn leaf(&mut self, name: &str, text: &str) {
        self.marked(name, "", text);
    }

    /// The same with an attribute, as it is written.
    pub fn marked(&mut self, name: &str, attribute: &str, text: &str) {
        self.indent();
        let space = if attribute.is_empty() { "" } else { " " };
        let text = partial_escape(text.trim());
        self.text.push_str(&format!("<{name}{space}{attribute}>{text}</{name}>\n"));
    }

    /// An element with a text, if there is one.
    pub fn leaf_if(&mut self, name: &str, text: &str) {
        if !text.trim().is_empty() {
            self.leaf(name, text);
        }
    }

    /// An element, and in it whatever `inside` writes.
    pub fn within(&mut self, name: &'static str, inside: impl FnOnce(&mut Self)) {
        self.indent();
        self.text.push_str(&format!("<{name}>\n"));
        self.open.push(name);
        inside(self);
        self.close();
    }

    /// Elements in one another, and in the innermost a text.
    pub fn nested(&mut self, names: &[&'static str], text: &str) {
        match names {
            [] => {}
            [last] => self.leaf(last, text),
            [first, rest @ ..] => self.within(first, |xml| xml.nested(rest, text)),
        }
    }

    /// The whole document, with all that is open closed.
    pub fn end(mut self) -> String {
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
