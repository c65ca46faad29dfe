//! Charts drawn by the server: a picture, the same numbers as a table beside it, and a source.
//!
//! Invariants: every label is escaped; whatever the numbers (none, negative, not a number), each
//! length is finite and inside the picture; lengths are percentages, so that a chart takes the
//! width there is and its words keep their size on a phone; colours are classes, and never the
//! only sign. Deliberately absent: scripts, animation, pies.

use std::fmt::Write as _;

use crate::Voice;
use crate::parts::{Html, escape};

/// A number with its name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Datum {
    /// What it is the number of.
    pub label: String,
    /// The number; drawn as zero when it is not finite.
    pub value: f64,
    /// The number as it is written.
    pub shown: String,
}

impl Datum {
    /// A number with its name.
    pub fn new(label: impl Into<String>, value: f64, shown: impl Into<String>) -> Self {
        Self { label: label.into(), value, shown: shown.into() }
    }
}

/// Horizontal bars.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BarChart {
    /// What is shown; names the picture.
    pub title: String,
    /// What the numbers are: `euros`, `projets`.
    pub unit: String,
    /// The bars, in the order to be read.
    pub bars: Vec<Datum>,
    /// Where the numbers come from, of which date, measured or estimated.
    pub caption: String,
}

/// A sum of money and what was made of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StackedBudget {
    /// What is shown; names the picture.
    pub title: String,
    /// The whole sum.
    pub total: Datum,
    /// What was committed, part by part.
    pub parts: Vec<Datum>,
    /// What is left, or lacks, as it is written.
    pub left_shown: String,
    /// Where the numbers come from.
    pub caption: String,
}

/// A series over time or any other order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LineChart {
    /// What is shown; names the picture.
    pub title: String,
    /// What the numbers are.
    pub unit: String,
    /// The points, evenly spaced.
    pub points: Vec<Datum>,
    /// Where the numbers come from.
    pub caption: String,
}

/// Scores, one a reader, on a scale.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dots {
    /// What is shown; names the picture.
    pub title: String,
    /// The least score possible.
    pub least: f64,
    /// The highest score possible.
    pub most: f64,
    /// The scores.
    pub dots: Vec<Datum>,
    /// Their mean and how it is written.
    pub mean: Option<(f64, String)>,
    /// Where the numbers come from.
    pub caption: String,
}

const ROW: usize = 46;

/// Horizontal bars, one below the other; those below zero go to the left of it.
pub fn bar_chart(voice: &Voice, chart: &BarChart) -> Html {
    let scale = Scale::of(chart.bars.iter().map(|bar| bar.value).chain([0.0]));
    let zero = scale.at(0.0);
    let mut drawn = String::new();
    for (row, bar) in chart.bars.iter().enumerate() {
        let top = row * ROW;
        let end = scale.at(bar.value);
        let (x, width) = (zero.min(end), (end - zero).abs());
        let class = if bar.value < 0.0 { "bar below" } else { "bar" };
        labels(&mut drawn, top + 15, bar);
        _ = write!(
            drawn,
            r#"<rect class="track" x="0" y="{y}" width="100%" height="14"/><rect class="{class}" x="{x:.2}%" y="{y}" width="{width:.2}%" height="14"/>"#,
            y = top + 23,
        );
    }
    let height = (chart.bars.len() * ROW).max(1);
    let table = table(voice, &chart.unit, &chart.bars, &[]);
    figure(voice, &chart.title, &chart.caption, &drawn, height, "", &table, &chart.bars)
}

/// One bar for the whole sum, a piece for each part, and what is left of it.
pub fn stacked_budget(voice: &Voice, chart: &StackedBudget) -> Html {
    let used: f64 = chart.parts.iter().map(|part| positive(part.value)).sum();
    let total = positive(chart.total.value);
    let whole = used.max(total);
    let share = |value: f64| if whole > 0.0 { positive(value) / whole * 100.0 } else { 0.0 };
    let mut drawn = String::from(r#"<rect class="track" x="0" y="4" width="100%" height="28"/>"#);
    let mut legend = String::from(r#"<ul class="legend">"#);
    let mut x = 0.0;
    for (place, part) in chart.parts.iter().enumerate() {
        let width = share(part.value);
        let key = place % 6;
        _ = write!(
            drawn,
            r#"<rect class="piece key-{key}" x="{x:.2}%" y="4" width="{width:.2}%" height="28"/>"#
        );
        _ = write!(legend, r#"<li><span class="key key-{key}"></span>{}</li>"#, named(part));
        x += width;
    }
    let over = used > total;
    if over {
        let mark = share(total);
        _ = write!(
            drawn,
            r#"<line class="limit" x1="{mark:.2}%" x2="{mark:.2}%" y1="0" y2="36"/>"#
        );
    }
    let left_key = if over { "web-chart-over" } else { "web-chart-left" };
    let left = Datum::new(voice.say(left_key), (total - used).abs(), chart.left_shown.clone());
    let class = if over { "key over" } else { "key left" };
    _ = write!(legend, r#"<li><span class="{class}"></span>{}</li></ul>"#, named(&left));
    let unit = voice.say("web-budget-how-much");
    let table = table(voice, &unit, &chart.parts, &[&left, &chart.total]);
    let mut told = chart.parts.clone();
    told.push(left);
    figure(voice, &chart.title, &chart.caption, &drawn, 36, &legend, &table, &told)
}

/// A line through evenly spaced points, from zero or below.
pub fn line_chart(voice: &Voice, chart: &LineChart) -> Html {
    const HEIGHT: f64 = 160.0;
    let scale = Scale::of(chart.points.iter().map(|point| point.value).chain([0.0]));
    let last = chart.points.len().saturating_sub(1).max(1) as f64;
    let y_of = |value: f64| 10.0 + (100.0 - scale.at(value)) / 100.0 * HEIGHT;
    let (mut path, mut marks) = (String::new(), String::new());
    for (place, point) in chart.points.iter().enumerate() {
        // A little room at both ends for the marks.
        let x = 2.0 + place as f64 / last * 96.0;
        let y = y_of(point.value);
        _ = write!(path, "{x:.2},{y:.2} ");
        _ = write!(
            marks,
            r#"<circle class="mark" cx="{x:.2}%" cy="{y:.2}" r="4"><title>{}</title></circle>"#,
            escape(&format!("{} : {}", point.label, point.shown)),
        );
    }
    let zero = y_of(0.0);
    let mut drawn = format!(
        r#"<line class="axis" x1="0" x2="100%" y1="{zero:.2}" y2="{zero:.2}"/><svg viewBox="0 0 100 180" preserveAspectRatio="none" width="100%" height="180"><polyline class="line" points="{}"/></svg>{marks}"#,
        path.trim_end(),
    );
    if let (Some(first), Some(end)) = (chart.points.first(), chart.points.last()) {
        let (first, end) = (escape(&shortened(&first.label)), escape(&shortened(&end.label)));
        _ = write!(
            drawn,
            r#"<text x="0" y="198">{first}</text><text class="end" x="100%" y="198">{end}</text>"#
        );
    }
    let table = table(voice, &chart.unit, &chart.points, &[]);
    figure(voice, &chart.title, &chart.caption, &drawn, 206, "", &table, &chart.points)
}

/// A row for each reader, a dot for the score, a line for the mean.
pub fn dots(voice: &Voice, chart: &Dots) -> Html {
    const STEP: usize = 40;
    let scale = Scale::of([chart.least, chart.most].into_iter());
    let rows = chart.dots.len() * STEP;
    let mut drawn = String::new();
    for (row, dot) in chart.dots.iter().enumerate() {
        let top = row * STEP;
        // Inside by the radius of a dot, whatever the width.
        let x = 2.0 + scale.at(dot.value) * 0.96;
        labels(&mut drawn, top + 14, dot);
        _ = write!(
            drawn,
            r#"<line class="axis" x1="2%" x2="98%" y1="{y}" y2="{y}"/><circle class="dot" cx="{x:.2}%" cy="{y}" r="6"/>"#,
            y = top + 27,
        );
    }
    let mut means = Vec::new();
    if let Some((value, shown)) = &chart.mean {
        let x = 2.0 + scale.at(*value) * 0.96;
        _ = write!(
            drawn,
            r#"<line class="mean" x1="{x:.2}%" x2="{x:.2}%" y1="20" y2="{}"/>"#,
            rows.max(20),
        );
        means.push(Datum::new(voice.say("web-chart-mean"), *value, shown.clone()));
    }
    let mut legend = String::new();
    for mean in &means {
        _ = write!(
            legend,
            r#"<ul class="legend"><li><span class="key mean"></span>{}</li></ul>"#,
            named(mean)
        );
    }
    let sums: Vec<&Datum> = means.iter().collect();
    let table = table(voice, &voice.say("web-chart-score"), &chart.dots, &sums);
    let told: Vec<Datum> = chart.dots.iter().chain(&means).cloned().collect();
    figure(voice, &chart.title, &chart.caption, &drawn, rows.max(1), &legend, &table, &told)
}

/// From a number to hundredths of the width.
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    fn of(values: impl Iterator<Item = f64>) -> Self {
        let values: Vec<f64> = values.filter(|value| value.is_finite()).collect();
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        Self { low, high }
    }

    fn at(&self, value: f64) -> f64 {
        let value = if value.is_finite() { value } else { 0.0 };
        // Halved first: the distance between two finite numbers may not be finite.
        let span = self.high / 2.0 - self.low / 2.0;
        let share = (value / 2.0 - self.low / 2.0) / span * 100.0;
        if share.is_finite() { share.clamp(0.0, 100.0) } else { 0.0 }
    }
}

fn positive(value: f64) -> f64 {
    if value.is_finite() { value.clamp(0.0, 1e300) } else { 0.0 }
}

/// Label at the start of a line, number at its end.
fn labels(drawn: &mut String, y: usize, datum: &Datum) {
    let label = escape(&shortened(&datum.label));
    let shown = escape(&datum.shown);
    _ = write!(
        drawn,
        r#"<text x="0" y="{y}">{label}</text><text class="end" x="100%" y="{y}">{shown}</text>"#
    );
}

/// What fits beside a number on the narrowest screen; the table has the whole of it.
fn shortened(label: &str) -> String {
    const MOST: usize = 26;
    if label.chars().count() <= MOST {
        return label.to_owned();
    }
    let start: String = label.chars().take(MOST - 1).collect();
    format!("{}…", start.trim_end())
}

fn named(datum: &Datum) -> String {
    format!("<span>{}</span> <strong>{}</strong>", escape(&datum.label), escape(&datum.shown))
}

/// The numbers as a table, folded away until asked for.
fn table(voice: &Voice, unit: &str, rows: &[Datum], sums: &[&Datum]) -> String {
    let row = |datum: &Datum| {
        format!(
            r#"<tr><th scope="row">{}</th><td class="num">{}</td></tr>"#,
            escape(&datum.label),
            escape(&datum.shown)
        )
    };
    let body: String = rows.iter().map(row).collect();
    let sums: String = sums.iter().map(|datum| row(datum)).collect();
    let foot = if sums.is_empty() { sums } else { format!("<tfoot>{sums}</tfoot>") };
    format!(
        r#"<thead><tr><th scope="col">{}</th><th scope="col" class="num">{}</th></tr></thead><tbody>{body}</tbody>{foot}"#,
        escape(&voice.say("web-chart-label")),
        escape(unit),
    )
}

/// The whole: picture, legend, source, table.
#[expect(clippy::too_many_arguments, reason = "each is one part of the figure, used once")]
fn figure(
    voice: &Voice,
    title: &str,
    caption: &str,
    drawn: &str,
    height: usize,
    legend: &str,
    table: &str,
    told: &[Datum],
) -> Html {
    let title = escape(title);
    let caption = escape(caption);
    if told.is_empty() {
        let none = escape(&voice.say("web-chart-none"));
        return Html::trusted(format!(
            r#"<figure class="chart" role="figure" aria-label="{title} {caption}"><figcaption><strong>{title}</strong> <span class="more">{caption}</span></figcaption><p>{none}</p></figure>"#
        ));
    }
    // Ids made from the content: stable between two renderings, distinct on one page.
    let id: String = base::sha256(format!("{title}{drawn}").as_bytes()).chars().take(10).collect();
    let told: Vec<String> =
        told.iter().map(|datum| format!("{} : {}", datum.label, datum.shown)).collect();
    let told = escape(&told.join(" ; "));
    let more = escape(&voice.say("web-chart-table"));
    Html::trusted(format!(
        r#"<figure class="chart" role="figure" aria-label="{title} {caption}"><figcaption><strong>{title}</strong> <span class="more">{caption}</span></figcaption><svg role="img" aria-labelledby="t{id} d{id}" width="100%" height="{height}"><title id="t{id}">{title}</title><desc id="d{id}">{told}</desc>{drawn}</svg>{legend}<details class="numbers"><summary>{more}</summary><table aria-label="{title}">{table}</table></details></figure>"#
    ))
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn voice() -> Voice {
        let fr = include_str!("../text/fr.ftl");
        let words = words::Words::new(&[(words::Lang::Fr, "web", fr)]).unwrap();
        Voice::new(Arc::new(words), words::Lang::Fr)
    }

    fn odd() -> Vec<Datum> {
        [f64::NAN, f64::INFINITY, f64::NEG_INFINITY, -3.0, 0.0, f64::MAX, f64::MIN]
            .into_iter()
            .map(|value| Datum::new("<script>alert(1)</script>", value, "\"'&<b>"))
            .collect()
    }

    fn all(data: Vec<Datum>) -> String {
        let voice = voice();
        let title = "<script>".to_owned();
        let bars = BarChart { title: title.clone(), bars: data.clone(), ..Default::default() };
        let budget = StackedBudget {
            title: title.clone(),
            total: Datum::new("t", f64::NAN, "?"),
            parts: data.clone(),
            ..Default::default()
        };
        let line = LineChart { title: title.clone(), points: data.clone(), ..Default::default() };
        let mean = Some((f64::NAN, "?".to_owned()));
        let dots_ = Dots { title, dots: data, mean, most: f64::NAN, ..Default::default() };
        [
            bar_chart(&voice, &bars),
            stacked_budget(&voice, &budget),
            line_chart(&voice, &line),
            dots(&voice, &dots_),
        ]
        .map(|html| html.to_string())
        .concat()
    }

    #[test]
    fn labels_are_escaped() {
        let html = all(odd());
        assert!(!html.contains("<script"), "{html}");
        assert!(html.contains("&lt;script&gt;"));
        assert!(!html.contains("style="));
    }

    #[test]
    fn whatever_the_numbers_lengths_are_finite_and_inside() {
        for data in [odd(), Vec::new(), vec![Datum::new("a", 0.0, "0")]] {
            let html = all(data);
            for wrong in ["NaN", "inf\"", "inf%", "=\"-"] {
                assert!(!html.contains(wrong), "{wrong} in {html}");
            }
            for share in html.split('"').filter_map(|text| text.strip_suffix('%')) {
                let share: f64 = share.parse().unwrap();
                assert!((0.0..=100.0).contains(&share), "{share}");
            }
        }
    }

    #[test]
    fn bars_are_in_proportion() {
        let bars = vec![Datum::new("a", 50.0, "50"), Datum::new("b", 100.0, "100")];
        let html = bar_chart(&voice(), &BarChart { bars, ..Default::default() }).to_string();
        assert!(html.contains(r#"width="50.00%""#) && html.contains(r#"width="100.00%""#));
    }

    #[test]
    fn a_budget_overrun_is_drawn_and_said() {
        let chart = StackedBudget {
            total: Datum::new("Enveloppe", 100.0, "100 €"),
            parts: vec![Datum::new("a", 120.0, "120 €")],
            left_shown: "20 €".to_owned(),
            ..Default::default()
        };
        let html = stacked_budget(&voice(), &chart).to_string();
        assert!(html.contains("limit") && html.contains("Dépassement"));
    }
}
