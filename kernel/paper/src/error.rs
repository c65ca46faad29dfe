//! What can go wrong with a document, named after the situation.
//!
//! Deliberately absent: sentences for users; callers choose what to say of each situation.

/// Why a document was not made, or a message not sent.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PaperError {
    /// The document has no title, and an accessible PDF needs one.
    #[error("a document needs a title")]
    Untitled,
    /// A picture has no words for those who do not see it.
    #[error("a picture needs a label")]
    Unlabelled,
    /// This cannot be the name of an attached file, or of a property in the metadata.
    #[error("not a name: {0}")]
    Name(String),
    /// The document is larger than is made.
    #[error("more than {limit} {what}")]
    TooLarge {
        /// The limit.
        limit: usize,
        /// What there is too much of.
        what: &'static str,
    },
    /// The text could not be laid out or exported; for the log.
    #[error("layout: {0}")]
    Layout(String),
    /// Some bytes are no font, or fonts were added after the first document.
    #[error("fonts: {0}")]
    Fonts(&'static str),
    /// The sheet could not be written; for the log.
    #[error("sheet: {0}")]
    Sheet(String),
    /// What goes into the head of a message holds a line break or another control character.
    #[error("control character in the {0}")]
    ControlCharacter(&'static str),
    /// This is no address of a mailbox.
    #[error("not a mail address: {0}")]
    Address(String),
    /// The media type of an attachment cannot be read.
    #[error("not a media type: {0}")]
    MediaType(String),
    /// The address of the mail server cannot be read.
    #[error("mail server address: {0}")]
    Server(String),
    /// The mail server refused for good (5xx): trying again is of no use.
    #[error("mail refused for good: {0}")]
    RefusedForGood(String),
    /// The mail server refused for now (4xx), or could not be reached: to be tried again.
    #[error("mail refused for now: {0}")]
    RefusedForNow(String),
}

impl PaperError {
    /// Whether the same thing may succeed later without being changed.
    pub fn is_temporary(&self) -> bool {
        matches!(self, PaperError::RefusedForNow(_))
    }

    /// What a mail server answered when it refused: its status as in RFC 3463 (`5.1.1`), else the
    /// code of its answer (`550`); nothing where no server answered.
    pub fn status(&self) -> String {
        let (PaperError::RefusedForGood(said) | PaperError::RefusedForNow(said)) = self else {
            return String::new();
        };
        let plain = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let word = |word: &&str| {
            let parts: Vec<&str> = word.split('.').collect();
            let class = matches!(parts.first(), Some(&("2" | "4" | "5")));
            parts.len() == 3 && class && parts.iter().all(|part| plain(part))
        };
        let trimmed = said.split([' ', '(', ')', ':', '-', '\r', '\n']);
        let code = |word: &&str| word.len() == 3 && plain(word);
        trimmed.clone().find(word).or_else(|| trimmed.clone().find(code)).unwrap_or("").to_owned()
    }
}
