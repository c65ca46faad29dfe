// The same page seen otherwise: in the dark, with text twice as large, with wide spacing, at 320 px.
//
// Styles are laid over the page as constructed sheets, which its security policy allows. Text counts
// as cut when an element that hides what overflows is smaller than what it holds; what is hidden
// from sight on purpose (a few pixels, for readers of screens) does not. Deliberately absent:
// whether what is seen is well said.

const NARROW = { width: 320, height: 640 };
/** WCAG 1.4.12, which RGAA 10.12 takes up. */
const SPACING = `* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }`;
const ZOOM = "html { font-size: 200% !important; }";

/** Faults of the page now shown: kinds dark, spacing, zoom, narrow, tables, labels, presentation. */
export async function checkSight(page) {
  const before = page.viewportSize();
  const faults = [
    ...(await dark(page)),
    ...(await laid(page, { kind: "spacing", css: SPACING })),
    ...(await laid(page, { kind: "zoom", css: ZOOM })),
    ...(await narrow(page, before)),
    ...(await page.evaluate(structure)),
  ];
  return faults;
}

/** Contrast in the dark; axe is there already. */
async function dark(page) {
  await page.emulateMedia({ colorScheme: "dark" });
  const found = await page.evaluate(async () => {
    const results = await globalThis.axe.run(document, { runOnly: ["color-contrast"] });
    return results.violations.flatMap(({ nodes }) =>
      nodes.map((node) => `${node.target.join(" ")}: ${node.html.slice(0, 120)}`),
    );
  });
  await page.emulateMedia({ colorScheme: "light" });
  return found.map((what) => ({ kind: "dark", what }));
}

/** With a style laid over the page nothing is cut. */
async function laid(page, { kind, css }) {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    globalThis.own = [...document.adoptedStyleSheets];
    document.adoptedStyleSheets = [...globalThis.own, sheet];
  }, css);
  const found = await page.evaluate(cut);
  await page.evaluate(() => {
    document.adoptedStyleSheets = globalThis.own;
  });
  return found.map((what) => ({ kind, what }));
}

/** At 320 px nothing is cut, and the main part says every word that it says when wide. */
async function narrow(page, before) {
  // Tables become cards, where each cell says the head of its column.
  const words = () =>
    page.evaluate(() => {
      const main = document.querySelector("main");
      const cells = [...main.querySelectorAll("[data-label]")];
      const heads = cells.filter((cell) => getComputedStyle(cell, "::before").content !== "none");
      const text = [main.innerText, ...heads.map((cell) => cell.dataset.label)].join(" ");
      return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
    });
  const wide = await words();
  await page.setViewportSize(NARROW);
  const [found, small] = [await page.evaluate(cut), new Set(await words())];
  await page.setViewportSize(before);
  const lost = [...new Set(wide)].filter((word) => !small.has(word));
  if (lost.length > 0) found.push(`not seen at 320 px: ${lost.slice(0, 8).join(", ")}`);
  return found.map((what) => ({ kind: "narrow", what }));
}

function cut() {
  const name = (e) => `${e.localName}${e.id && `#${e.id}`}${e.classList[0] ? `.${e.classList[0]}` : ""}`;
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    const style = getComputedStyle(element);
    const hides = (axis) => ["hidden", "clip"].includes(style[`overflow${axis}`]);
    const tiny = element.clientWidth <= 4 || element.clientHeight <= 4;
    if (tiny || !element.checkVisibility() || !element.textContent.trim()) continue;
    const wide = hides("X") && element.scrollWidth > element.clientWidth + 1;
    const high = hides("Y") && element.scrollHeight > element.clientHeight + 1;
    if (wide || high) found.push(`cut: ${name(element)} ${element.textContent.trim().slice(0, 60)}`);
  }
  return found;
}

/** Tables with titles and heads, fields with their labels beside them, no markup for looks. */
function structure() {
  const faults = [];
  const shown = (element) => element.outerHTML.slice(0, 120);
  for (const table of document.querySelectorAll("table")) {
    const label = table.getAttribute("aria-labelledby");
    const title = table.caption?.textContent.trim() || (label && document.getElementById(label)?.textContent.trim());
    // Who writes a text gives its tables no title: Markdown has none.
    const written = table.closest(".prose");
    if (!title && !written && !table.getAttribute("aria-label")) faults.push({ kind: "tables", what: `no title: ${shown(table)}` });
    const bare = [...table.querySelectorAll("th")].find((head) => !head.hasAttribute("scope"));
    if (bare) faults.push({ kind: "tables", what: `a head that says not what it heads: ${shown(bare)}` });
    if (!table.querySelector("th")) faults.push({ kind: "tables", what: `no heads: ${shown(table)}` });
  }
  const typed = "input:not([type=hidden], [type=submit], [type=button]), select, textarea";
  for (const field of document.querySelectorAll(typed)) {
    if (!field.checkVisibility({ visibilityProperty: true })) continue;
    if (!field.labels?.length) {
      if (!field.closest("table")) faults.push({ kind: "labels", what: `no label in sight: ${shown(field)}` });
      continue;
    }
    const [one, other] = [field.labels[0].getBoundingClientRect(), field.getBoundingClientRect()];
    const gap = (a, b, c, d) => Math.max(0, c - b, a - d);
    const away = Math.max(gap(one.left, one.right, other.left, other.right), gap(one.top, one.bottom, other.top, other.bottom));
    const between = (field.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id));
    const explained = between.reduce((sum, part) => sum + (part?.getBoundingClientRect().height ?? 0) + 12, 0);
    if (away > 40 + explained) faults.push({ kind: "labels", what: `${Math.round(away)} px from its label: ${shown(field)}` });
    const wrong = field.getAttribute("aria-invalid") === "true";
    if (wrong && !between.some((part) => part?.classList.contains("fault") && part.textContent.trim())) {
      faults.push({ kind: "labels", what: `what is wrong is not tied to it: ${shown(field)}` });
    }
  }
  const looks = "basefont, big, blink, center, font, marquee, s, strike, tt, [bgcolor], [align], [valign], [border], [cellpadding]";
  for (const element of document.querySelectorAll(looks)) {
    faults.push({ kind: "presentation", what: `markup for looks: ${shown(element)}` });
  }
  const spaced = document.body.textContent.match(/(^|\s)(\p{L} ){4,}\p{L}(\s|$)/u);
  if (spaced) faults.push({ kind: "presentation", what: `letters set apart: ${spaced[0].trim()}` });
  return faults;
}
