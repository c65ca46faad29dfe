// What every page must satisfy, whatever it shows.
//
// Each check returns faults `{ kind, what }`; an empty list is a page without fault. The kinds are
// proved able to be found in harness.test.mjs. Deliberately absent: anything that knows a page.

import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import assert from "node:assert/strict";
import { checkRgaa } from "./rgaa.mjs";
import { checkSight } from "./sight.mjs";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const TITLE_CHARS_MAX = 70;
const STOPS_MAX = 200;
const NARROW = { width: 320, height: 640 };

const validator = new HtmlValidate(
  new StaticConfigLoader({
    root: true,
    extends: ["html-validate:recommended", "html-validate:a11y"],
    rules: {
      "no-inline-style": "error",
      // Tables that become cards on a small screen keep their roles; names of a list repeat.
      "no-redundant-role": "off",
      "form-dup-name": "off",
      // Layout of the source, which nobody sees.
      "no-trailing-whitespace": "off",
    },
  }),
);

/**
 * All faults of the page now shown. `titles` (title → address) is shared by pages of one tour;
 * `html` is the text of the page, if it is known already; `hands` are small screens and keys.
 */
export async function checkPage(page, { lang = page.lang, titles, html, hands = true } = {}) {
  const text = html ?? (await textOf(page, lang));
  const faults = [
    ...(await markup(text)),
    ...(await heads(page, lang, titles)),
    ...(await accessibility(page)),
    ...(hands ? await reflow(page) : []),
    ...(hands ? await keyboard(page) : []),
    ...(hands ? await checkSight(page) : []),
    ...(hands ? await checkRgaa(page) : []),
    ...(page.faults ?? []).splice(0),
  ];
  return faults;
}

async function textOf(page, lang) {
  const headers = { accept: "text/html", "accept-language": lang };
  const response = await page.context().request.get(page.url(), { headers });
  return response.text();
}

/** Fails with every fault of the page. */
export async function assertPage(page, options) {
  const faults = await checkPage(page, options);
  assert.equal(faults.length, 0, `${page.url()}\n${shown(faults)}`);
}

/** Faults as lines of text. */
export function shown(faults) {
  return faults.map(({ kind, what }) => `  ${kind}: ${what}`).join("\n");
}

async function markup(html) {
  const report = await validator.validateString(html);
  const faults = report.results.flatMap((result) =>
    result.messages
      .filter((message) => message.severity === 2)
      .map(({ ruleId, message, line }) => ({ kind: "html", what: `${line}: ${message} (${ruleId})` })),
  );
  const inline = [
    [/<script(?![^>]*\ssrc\s*=)(?![^>]*type\s*=\s*"?application\/(ld\+)?json)[^>]*>/i, "script"],
    [/<style[\s>]/i, "style sheet"],
    [/<[a-z][^>]*\son[a-z]+\s*=/i, "event handler"],
    [/<[a-z][^>]*\s(href|action)\s*=\s*["']?javascript:/i, "javascript: address"],
  ];
  for (const [pattern, name] of inline) {
    const found = html.match(pattern);
    if (found) faults.push({ kind: "inline", what: `inline ${name}: ${found[0].slice(0, 120)}` });
  }
  return faults;
}

async function heads(page, lang, titles) {
  const head = await page.evaluate(() => ({
    title: document.title.trim(),
    lang: document.documentElement.lang,
    headings: document.querySelectorAll("h1").length,
  }));
  const faults = [];
  if (head.title === "") faults.push({ kind: "title", what: "the title is empty" });
  const length = [...head.title].length;
  if (length > TITLE_CHARS_MAX) faults.push({ kind: "title", what: `${length} characters: ${head.title}` });
  const path = new URL(page.url()).pathname;
  const other = titles?.get(head.title);
  if (other && pattern(other) !== pattern(path)) {
    faults.push({ kind: "title", what: `${JSON.stringify(head.title)} is also the title of ${other}` });
  }
  titles?.set(head.title, path);
  if (head.headings !== 1) faults.push({ kind: "h1", what: `${head.headings} h1` });
  if (head.lang !== lang) faults.push({ kind: "lang", what: `lang is ${head.lang}, not ${lang}` });
  return faults;
}

async function accessibility(page) {
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async (tags) => {
    const results = await globalThis.axe.run(document, { runOnly: { type: "tag", values: tags } });
    return results.violations.map(({ id, help, nodes }) => ({
      id,
      help,
      nodes: nodes.map((node) => `${node.target.join(" ")}: ${node.html.slice(0, 160)}`),
    }));
  }, AXE_TAGS);
  return violations.map(({ id, help, nodes }) => ({
    kind: "axe",
    what: `${help} (${id})\n      ${nodes.join("\n      ")}`,
  }));
}

/** At 320 px, which is 1280 px at 400 %, nothing scrolls sideways. */
async function reflow(page) {
  const before = page.viewportSize();
  await page.setViewportSize(NARROW);
  const wide = await page.evaluate(() => {
    const { scrollWidth } = document.scrollingElement;
    if (scrollWidth <= innerWidth) return null;
    const over = [...document.querySelectorAll("body *")].filter(
      (element) => element.getBoundingClientRect().right > innerWidth + 1,
    );
    const name = (e) => `${e.localName}${e.id && `#${e.id}`}${e.classList[0] ? `.${e.classList[0]}` : ""}`;
    return `${scrollWidth} px wide at ${innerWidth} px: ${over.slice(0, 5).map(name).join(", ")}`;
  });
  await page.setViewportSize(before);
  return wide ? [{ kind: "reflow", what: wide }] : [];
}

/** Goes through the page with Tab: every control is reached, and its focus is seen. */
async function keyboard(page) {
  await page.evaluate(prepareStops);
  const faults = [];
  for (let stop = 0; stop < STOPS_MAX; stop += 1) {
    await page.keyboard.press("Tab");
    const { over, fault } = await page.evaluate(describeStop);
    if (fault) faults.push({ kind: "keyboard", what: fault });
    if (over) break;
  }
  const missed = await page.evaluate(unreachedStops, STOPS_MAX);
  return [...faults, ...missed.map((what) => ({ kind: "keyboard", what }))];
}

function prepareStops() {
  getSelection()?.removeAllRanges();
  scrollTo(0, 0);
  // From the very beginning, wherever the page has put the focus.
  const start = document.createElement("span");
  start.tabIndex = -1;
  document.body.prepend(start);
  start.focus();
  start.remove();
  globalThis.reached = new Set();
  globalThis.last = null;
}

function describeStop() {
  const element = document.activeElement;
  if (!element || element === document.body) return { over: true };
  // A date has several stops of its own.
  const again = globalThis.reached.has(element);
  if (again) return { over: element !== globalThis.last };
  globalThis.reached.add(element);
  globalThis.last = element;
  const shown = element.outerHTML.slice(0, 120);
  // A control that is drawn by its surroundings has its outline around them.
  const drawn = getComputedStyle(element).opacity === "0" ? element.parentElement : element;
  const style = getComputedStyle(drawn);
  const outline = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
  if (!outline && style.boxShadow === "none") return { fault: `no visible focus: ${shown}` };
  const box = element.getBoundingClientRect();
  const inside = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
  if (!inside || box.width === 0) return { fault: `focus outside the window: ${shown}` };
  return {};
}

function unreachedStops(most) {
  const { reached } = globalThis;
  if (reached.size >= most) return [];
  const controls = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']";
  const grouped = (element) =>
    element.type === "radio" && [...reached].some((other) => other.name === element.name);
  return [...document.querySelectorAll(controls)]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.matches(":disabled"))
    .filter((element) => element.tabIndex >= 0 && !element.closest("[inert]"))
    .filter((element) => !reached.has(element) && !grouped(element))
    .concat([...document.querySelectorAll("a[href][tabindex='-1'], [onclick]:not(a, button, input)")])
    .map((element) => `not reached by Tab: ${element.outerHTML.slice(0, 120)}`);
}

/** An address with its ids collapsed: what kind of page it is. */
export function pattern(address) {
  const url = new URL(address, "http://parvis.invalid");
  const path = url.pathname
    .split("/")
    .map((part) => (/^[0-9a-f]{8}-[0-9a-f-]{27}$/i.test(part) ? ":id" : /\d/.test(part) ? ":n" : part))
    .join("/");
  const keys = [...new Set(url.searchParams.keys())].sort();
  return keys.length ? `${path}?${keys.join("&")}` : path;
}
