//! The end of accounts that nobody uses: announced once, two weeks ahead, then erased like any
//! other. An account that may not be erased (the last manager's, the last administrator's) is
//! neither announced nor ended.

use std::sync::Arc;

use base::{Moment, Outcome};
use people::PersonId;
use people::data_map::{IDLE_DAYS, NOTICE_DAYS};
use store::{Store, Tx};
use web::Voice;
use words::{Lang, Words};
use work::{Failure, OutgoingMail};

use crate::personal;

/// One round. Each account is a unit of work by itself.
pub(crate) async fn end_idle_accounts(
    store: Store,
    words: Arc<Words>,
    public_url: String,
) -> Result<(), Failure> {
    let now = store.world().now();
    let since = now.plus_days(NOTICE_DAYS - IDLE_DAYS);
    let idle = store.read(move |tx| people::idle_since(tx, since)).await;
    for id in idle.map_err(Failure::passing)? {
        let (words, url) = (words.clone(), public_url.clone());
        let told = store.write(move |tx| announce(tx, id, since, &words, &url)).await;
        told.map_err(Failure::passing)?;
    }
    let (since, warned) = (now.plus_days(-IDLE_DAYS), now.plus_days(-NOTICE_DAYS));
    let ended = store.read(move |tx| people::warned_and_idle(tx, since, warned)).await;
    for id in ended.map_err(Failure::passing)? {
        store.write(move |tx| end(tx, id, since)).await.map_err(Failure::passing)?;
    }
    Ok(())
}

fn announce(
    tx: &mut Tx,
    id: PersonId,
    since: Moment,
    words: &Arc<Words>,
    url: &str,
) -> Outcome<()> {
    if !personal::hindrances(tx, id)?.is_empty() {
        return Ok(());
    }
    let Some((account, last_use)) = people::warn(tx, id, since)? else { return Ok(()) };
    let end = last_use.plus_days(IDLE_DAYS).max(tx.now().plus_days(NOTICE_DAYS));
    let voice = Voice::new(words.clone(), Lang::from_code(&account.lang).unwrap_or(Lang::Fr));
    let args = [
        ("date", voice.day(end).into()),
        ("link", format!("{url}/connexion?retour=/compte").into()),
    ];
    let mail = OutgoingMail {
        to: account.email,
        subject: voice.say("home-mail-idle-subject"),
        text: voice.with_all("home-mail-idle-text", &args),
        attachments: Vec::new(),
    };
    work::post(tx, &format!("account-end:{id}:{}", last_use.0), &mail)
}

fn end(tx: &mut Tx, id: PersonId, since: Moment) -> Outcome<()> {
    let free = personal::hindrances(tx, id)?.is_empty();
    if free && people::still_idle(tx, id, since)? {
        personal::erase_account(tx, id, "system")?;
    }
    Ok(())
}
