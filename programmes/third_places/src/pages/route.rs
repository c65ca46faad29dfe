//! The route of a tour, drawn by the server: numbered points joined in order. The list of stages
//! beside it says the same.
//!
//! Invariants: every point is inside the picture; nothing is drawn of fewer than two points.

use std::fmt::Write as _;

use web::Voice;
use web::parts::Html;

use crate::model::Stage;
use crate::rules::Mark;

const WIDTH: f64 = 320.0;
const MOST_HEIGHT: f64 = 320.0;
const MARGIN: f64 = 24.0;

/// The picture of the stages whose place is known; nothing if that makes no route.
pub(super) fn drawn(voice: &Voice, stages: &[Stage], marks: &[Mark]) -> Option<Html> {
    let known: Vec<(i64, Mark, f64, f64)> = stages
        .iter()
        .zip(marks)
        .filter_map(|(stage, mark)| {
            let (lat, lon) = stage.text.address.degrees()?;
            Some((stage.number, *mark, lat, lon))
        })
        .collect();
    let (points, height) = projected(&known)?;
    let line: String = points.iter().map(|(x, y)| format!("{x:.1},{y:.1} ")).collect();
    let mut marked = String::new();
    for ((number, mark, ..), (x, y)) in known.iter().zip(&points) {
        let radius = if *mark == Mark::Next { 8 } else { 5 };
        _ = write!(
            marked,
            r#"<circle class="mark {}" cx="{x:.1}" cy="{y:.1}" r="{radius}"/><text x="{:.1}" y="{:.1}">{number}</text>"#,
            mark.code(),
            x + 9.0,
            y + 4.0,
        );
    }
    let title = voice.say("places-route");
    let told = voice.with("places-route-what", "count", points.len());
    Some(Html::trusted(format!(
        r#"<figure class="chart"><svg class="route" role="img" aria-labelledby="route-title route-desc" viewBox="0 0 {WIDTH} {height:.0}"><title id="route-title">{title}</title><desc id="route-desc">{told}</desc><polyline class="line" points="{}"/>{marked}</svg><figcaption><span class="more">{told}</span></figcaption></figure>"#,
        line.trim_end(),
    )))
}

/// The points in the picture, and its height. Longitudes are shortened by the cosine of the middle
/// latitude, so that shapes stay as one knows them from maps.
fn projected(known: &[(i64, Mark, f64, f64)]) -> Option<(Vec<(f64, f64)>, f64)> {
    let lats = known.iter().map(|(.., lat, _)| *lat);
    let (south, north) = (lats.clone().reduce(f64::min)?, lats.reduce(f64::max)?);
    let shrink = ((south + north) / 2.0).to_radians().cos().max(0.01);
    let easts = known.iter().map(|(.., lon)| lon * shrink);
    let (west, east) = (easts.clone().reduce(f64::min)?, easts.reduce(f64::max)?);
    let (wide, high) = (east - west, north - south);
    if wide.max(high) <= 0.0 {
        return None;
    }
    let room = (WIDTH - 2.0 * MARGIN, MOST_HEIGHT - 2.0 * MARGIN);
    let scale = (room.0 / wide).min(room.1 / high);
    let left = (WIDTH - wide * scale) / 2.0;
    let place = |(_, _, lat, lon): &(i64, Mark, f64, f64)| {
        (left + (lon * shrink - west) * scale, MARGIN + (north - lat) * scale)
    };
    Some((known.iter().map(place).collect(), high * scale + 2.0 * MARGIN))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{MOST_HEIGHT, Mark, WIDTH, projected};

    proptest! {
        #[test]
        fn every_point_is_inside_the_picture(
            places in proptest::collection::vec((-90.0f64..=90.0, -180.0f64..=180.0), 0..20),
        ) {
            let known: Vec<_> =
                places.iter().map(|(lat, lon)| (1, Mark::Past, *lat, *lon)).collect();
            if let Some((points, height)) = projected(&known) {
                prop_assert_eq!(points.len(), places.len());
                prop_assert!(height <= MOST_HEIGHT + 0.01, "{}", height);
                for (x, y) in points {
                    prop_assert!((0.0..=WIDTH).contains(&x) && (0.0..=height).contains(&y));
                }
            } else {
                prop_assert!(places.len() < 2 || places.iter().all(|place| *place == places[0]));
            }
        }
    }

    #[test]
    fn north_is_up_and_east_is_right() {
        let known = [(1, Mark::Past, 48.9, 2.2), (2, Mark::Next, 43.3, 5.4)];
        let (points, _) = projected(&known).unwrap();
        assert!(points[0].1 < points[1].1 && points[0].0 < points[1].0, "{points:?}");
    }
}
