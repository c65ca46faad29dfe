//! What is worth a second look, told in the log: failed sign-ins, refused access, forms without
//! their token. A line says what and in which request, never who: where it came from is a keyed
//! digest of the network, which tells that two lines have one origin and nothing else.

use base::Refusal;

use crate::Ctx;
use crate::rates::network_of;

impl Ctx {
    /// Tells an event of security, named in `docs/security.md`.
    pub fn tell(&self, event: &'static str) {
        let request_id = self.headers.get("x-request-id").and_then(|id| id.to_str().ok());
        let from = self.app.keyed_digest("log", &network_of(&self.visitor.address));
        let from = from.get(..12).unwrap_or_default();
        tracing::info!(event, from, request_id = request_id.unwrap_or(""), "security");
    }

    /// Tells a refusal, if it is one of access.
    pub(crate) fn tell_refused(&self, refusal: &Refusal, asks_page: bool) {
        match refusal {
            Refusal::Forbidden => self.tell("access-refused"),
            // Whoever asks for a page is shown where to sign in: nothing was tried.
            Refusal::SignInFirst if !asks_page => self.tell("access-refused"),
            Refusal::Conflict(say) if say.key == "web-refusal-csrf-what" => {
                self.tell("form-without-token");
            }
            Refusal::TooMany { .. } => self.tell("limit-reached"),
            _ => {}
        }
    }
}
