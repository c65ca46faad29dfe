//! The page around every main part: head, skip link, navigation, notice, way up, footer.

use askama::Template;

use crate::{Publisher, Voice};

/// An entry of the main navigation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NavItem {
    /// What it is called.
    pub label: String,
    /// Where it leads.
    pub href: String,
}

/// Something that whoever is signed in should see to, whichever the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bar {
    /// What is wrong.
    pub said: String,
    /// What to do about it.
    pub label: String,
    /// Where.
    pub href: String,
}

/// A step of the way up from this page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Crumb {
    /// What the page is called.
    pub label: String,
    /// Where it is; nothing for the page itself.
    pub href: Option<String>,
}

/// A whole page.
#[derive(Template)]
#[template(path = "layout.html")]
pub struct Layout<'a> {
    /// What the page speaks with.
    pub voice: &'a Voice,
    /// Title of the page, without the site's name.
    pub title: &'a str,
    /// The main part: HTML.
    pub main: &'a str,
    /// The main navigation.
    pub nav: &'a [NavItem],
    /// How the signed-in person is called.
    pub account: Option<&'a str>,
    /// Where what they were told stands, with how much of it is new.
    pub notices: Option<&'a NavItem>,
    /// What they should see to.
    pub bar: Option<&'a Bar>,
    /// The token that forms of this visitor carry.
    pub csrf: &'a str,
    /// What was just done.
    pub notice: Option<&'a str>,
    /// The path of the page, without its query.
    pub path: &'a str,
    /// What follows the path, without its question mark.
    pub query: &'a str,
    /// The way up.
    pub crumbs: &'a [Crumb],
    /// Uses the whole width, for tables.
    pub wide: bool,
    /// The organisations and people are invented.
    pub demonstration: bool,
    /// Who publishes the instance.
    pub publisher: &'a Publisher,
}

impl Layout<'_> {
    /// Whether a navigation entry leads to this page (`page`) or to a page above it (`true`).
    fn current(&self, href: &str) -> Option<&'static str> {
        let below = self.path.strip_prefix(href).is_some_and(|rest| rest.starts_with('/'));
        match self.path == href {
            true => Some("page"),
            false => (below && href != "/").then_some("true"),
        }
    }

    fn languages(&self) -> Vec<words::Lang> {
        self.publisher.languages()
    }

    /// The name of the body, beside what the service is for.
    fn published_by(&self) -> String {
        let name = &self.publisher.name;
        if name.is_empty() { self.voice.say("web-baseline") } else { name.clone() }
    }

    /// The same page in another language; what was just done is not said again.
    fn in_language(&self, lang: &words::Lang) -> String {
        let stays = |pair: &&str| {
            let name = pair.split('=').next().unwrap_or("");
            !matches!(name, "" | "lang" | "fait")
        };
        let mut pairs: Vec<&str> = self.query.split('&').filter(stays).collect();
        let chosen = format!("lang={}", lang.code());
        pairs.push(&chosen);
        format!("{}?{}", self.path, pairs.join("&"))
    }
}
