//! Open data of places and services, as files.

use axum::http::header;
use axum::response::IntoResponse;
use people::Actor;
use web::Ctx;

use super::Answer;
use crate::open_data::{self, Dataset};

async fn file(ctx: Ctx, actor: Actor, which: Dataset, csv: bool) -> Answer {
    let url = ctx.app.settings().public_url.clone();
    let records =
        ctx.app.store().read(move |tx| open_data::records(tx, &actor, which, &url)).await?;
    let name = match which {
        Dataset::Structures => "structures",
        Dataset::Services => "services",
    };
    let (bytes, kind, ending) = match csv {
        true => (open_data::to_csv(&records)?, "text/csv; charset=utf-8", "csv"),
        false => (open_data::to_json(&records)?, "application/json", "json"),
    };
    let headers = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.{ending}\"")),
    ];
    Ok((headers, bytes).into_response())
}

pub(super) async fn structures_json(ctx: Ctx, actor: Actor) -> Answer {
    file(ctx, actor, Dataset::Structures, false).await
}

pub(super) async fn structures_csv(ctx: Ctx, actor: Actor) -> Answer {
    file(ctx, actor, Dataset::Structures, true).await
}

pub(super) async fn services_json(ctx: Ctx, actor: Actor) -> Answer {
    file(ctx, actor, Dataset::Services, false).await
}

pub(super) async fn services_csv(ctx: Ctx, actor: Actor) -> Answer {
    file(ctx, actor, Dataset::Services, true).await
}
