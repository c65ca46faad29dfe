//! Meeting: people who come to the same places, and asked to be found there.
//!
//! Whoever wants to be found writes a profile: what they offer and seek, where they may be found,
//! who may see it. Two who will be at a place on the same day, and of whom one offers what the
//! other seeks, are suggested to each other with the reason. One asks to be introduced, the other
//! says yes or nothing; then each sees the other's address.
//!
//! Invariants: nobody without a profile is seen, suggested or asked; where somebody will be is told
//! only to whom it is suggested to meet there; two people have one introduction; no is silent;
//! a profile withdrawn leaves nothing to anybody. Deliberately absent: messages, ratings, who was
//! where in the past.

mod custody;
mod figures;
mod ideas;
mod introductions;
mod jobs;
mod model;
mod notices;
mod outcomes;
mod profiles;
mod refusals;
pub mod rules;
mod suggestions;

pub(crate) use custody::{erase, export};
pub use figures::{COUNTED, LEAST, Line, figures, told};
pub use ideas::{
    Idea, IdeaId, IdeaKind, IdeaText, TOGETHER_MAX, Together, Written, answer_invitation,
    became_draft, idea, idea_to_draft, idea_versions, ideas, invite, leave_idea, may_invite,
    open_idea, save_idea, together,
};
pub use introductions::{WEEK_DAYS, WEEK_MAX, WORDS_CHARS, answer, ask, introductions};
pub use jobs::{MEETING_JOB, handlers, periodic};
pub use model::*;
pub use notices::KINDS;
pub use outcomes::{
    AFTER_DAYS, AGAIN_DAYS, ANSWERS, Question, answer_question, ask_due, questions,
};
pub use profiles::{
    employer, meeting_places, own_profile, place_names, profile, profiles, save_profile, withdraw,
};
pub use refusals::{block, blocked, dismiss, unblock};
pub use suggestions::{DAYS_AHEAD, Suggested, suggested};
