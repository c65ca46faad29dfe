// Walks through the demonstration as everyone it has an account for and checks every kind of page
// met: in French with all checks, in English its markup, and without JavaScript that it says the
// same. What a visitor sees is checked as a visitor; what two roles see, wholly as the first.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { openPage, signIn, startBrowser, startParvis } from "./harness.mjs";
import { checkPage, pattern, shown } from "./checks.mjs";

const PAGES_MAX = 240;
const ROLES = ["visitor", "administrator", "officer", "reader", "manager", "member", "resident"];
/**
 * Pages that never say the same twice: they show the sessions and deeds of the tour itself, or how
 * much room the disk has.
 */
const CHANGING = [
  "/compte",
  "/administration",
  "/administration/journal",
  "/administration/sante",
  "/administration/taches",
];
/** All that a page fetches on a first visit, as it is sent. */
const WEIGHT_BYTES_MAX = 60_000;
/** Pages that refuse: who asks for what, and the answer. */
const REFUSALS = [
  ["visitor", "/rien", 404],
  ["visitor", "/appels/rien", 404],
  ["manager", "/bureau", 403],
  ["officer", "/administration", 403],
];

let parvis;
let browser;
/** Kinds of pages checked as a visitor, and as anyone. */
const publicKinds = new Set();
const checkedKinds = new Set();
/** Addresses of all pages shown. */
const visited = new Set();
/** Pages that no link leads to: their address is a secret, or they follow a form. Who looks there. */
const OTHERWISE = {
  "/mot-de-passe/{token}": "tests/browser/services.test.mjs",
  "/premier-administrateur/{token}": "tests/tests/first.rs",
  "/adresse/{token}": "tests/browser/services.test.mjs",
  "/avis/desabonnement/{token}": "tests/tests/notices.rs",
  "/avis/{id}": "tests/tests/notices.rs",
  "/connexion/identite": "tests/browser/services.test.mjs",
  "/connexion/service/{service}": "tests/browser/services.test.mjs",
  "/connexion/service/{service}/retour": "tests/browser/services.test.mjs",
  "/deconnexion/retour": "tests/browser/services.test.mjs",
};
/** Cookies of each role, once signed in: passwords may be tried a few times a minute only. */
const sessions = new Map();

before(async () => {
  parvis = await startParvis();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await parvis?.stop();
});

for (const role of ROLES) {
  test(role, async () => {
    const [page, english, plain] = [
      await arrive(role, { lang: "fr" }),
      await arrive(role, { lang: "en" }),
      await arrive(role, { lang: "fr", javaScript: false }),
    ];
    const faults = await tour(role, page, english, plain);
    for (const each of [page, english, plain]) await each.context().close();
    assert.equal(faults.length, 0, `\n${faults.join("\n")}`);
  });
}

test("refusals", async () => {
  const found = [];
  for (const [role, path, status] of REFUSALS) {
    const page = await arrive(role, { lang: "fr" });
    const answer = await page.goto(new URL(path, parvis.url).href);
    assert.equal(answer.status(), status, `${role} at ${path}`);
    const faults = await checkPage(page, { html: await answer.text() });
    // The browser itself notes an answer that is no success.
    const ours = faults.filter(({ what }) => !what.startsWith("Failed to load resource"));
    if (ours.length > 0) found.push(`${path}\n${shown(ours)}`);
    await page.context().close();
  }
  assert.equal(found.length, 0, `\n${found.join("\n")}`);
});

/** docs/routes.md is written from the router and tested against it. */
test("every page of the router is visited", async () => {
  const table = await readFile(new URL("../../docs/routes.md", import.meta.url), "utf8");
  const routes = [...table.matchAll(/^\| `([^`]+)` \| GET \|/gm)].map(([, route]) => route);
  const pages = routes.filter((route) => !route.startsWith("/api/") && !/\.\w+$|\{(piece|picture)\}$/.test(route));
  assert.ok(pages.length > 30, `only ${pages.length} pages in docs/routes.md`);
  const missed = [];
  for (const route of pages) {
    const literal = (part) => part.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
    const wanted = new RegExp(`^${route.split(/\{\w+\}/).map(literal).join("[^/]+")}$`);
    const elsewhere = OTHERWISE[route];
    if (elsewhere) {
      const source = await readFile(new URL(`../../${elsewhere}`, import.meta.url), "utf8");
      assert.ok(source.includes(route.split("{")[0]), `${elsewhere} does not look at ${route}`);
    } else if (![...visited].some((path) => wanted.test(path))) {
      missed.push(route);
    }
  }
  assert.deepEqual(missed, []);
});

test("weight of a first visit", async () => {
  const found = [];
  for (const path of ["/", "/appels", "/connexion", "/plan-du-site"]) {
    const { bytes, files } = await weigh("visitor", path);
    console.log(`${path}: ${bytes} bytes in ${files} files`);
    if (bytes > WEIGHT_BYTES_MAX) found.push(`${path}: ${bytes} bytes`);
  }
  assert.deepEqual(found, []);
});

/** Bytes of a page and of all it fetches, headers apart, with an empty cache. */
async function weigh(role, path) {
  const page = await openPage(browser, { lang: "fr" });
  const sent = [];
  page.on("requestfinished", (request) => sent.push(request.sizes()));
  await page.goto(new URL(path, parvis.url).href, { waitUntil: "networkidle" });
  const sizes = await Promise.all(sent);
  await page.context().close();
  return { bytes: sizes.reduce((sum, size) => sum + size.responseBodySize, 0), files: sizes.length };
}

async function arrive(role, options) {
  const page = await openPage(browser, options);
  await page.goto(parvis.url);
  if (role === "visitor") return page;
  if (!sessions.has(role)) {
    const account = parvis.accounts[role];
    assert.ok(account, `the demonstration has no account of the role ${role}`);
    await signIn(page, { ...account, url: parvis.url });
    sessions.set(role, await page.context().cookies());
  }
  await page.context().addCookies(sessions.get(role));
  return page;
}

/** Follows links from the first page; returns the faults of each page as a text. */
async function tour(role, page, english, plain) {
  const found = [];
  const waiting = [new URL("/", parvis.url).href];
  const known = new Set(waiting);
  const kinds = new Set();
  const titles = { fr: new Map(), en: new Map() };
  const assets = (await weigh(role, "/rien")).bytes;
  let heaviest = { bytes: 0 };
  let checked = 0;
  while (waiting.length > 0 && kinds.size < PAGES_MAX) {
    const address = waiting.shift();
    const kind = pattern(address);
    if (kinds.has(kind)) continue;
    kinds.add(kind);
    const answer = await page.context().request.get(address, { headers: { accept: "text/html" } });
    if (answer.status() >= 400) found.push(`${address}\n  status: ${answer.status()}`);
    if (answer.status() >= 400 || !answer.headers()["content-type"]?.startsWith("text/html")) continue;
    if (pattern(answer.url()) !== kind) {
      // What leads elsewhere is looked at there, in its turn.
      if (!known.has(answer.url())) waiting.push(answer.url());
      known.add(answer.url());
      continue;
    }
    const shownPage = await page.goto(address);
    visited.add(new URL(page.url()).pathname);
    if (role === "visitor") publicKinds.add(kind);
    if (role === "visitor" || kind === "/" || !publicKinds.has(kind)) {
      checked += 1;
      const html = await answer.text();
      const faults = checkedKinds.has(kind)
        ? await checkPage(page, { html, titles: titles.fr, hands: false })
        : await visit(page, english, plain, address, html, titles);
      checkedKinds.add(kind);
      const bytes = assets + (await shownPage.request().sizes()).responseBodySize;
      if (bytes > heaviest.bytes) heaviest = { bytes, address };
      if (bytes > WEIGHT_BYTES_MAX) faults.push({ kind: "weight", what: `${bytes} bytes` });
      if (faults.length > 0) found.push(`${address}\n${shown(faults)}`);
    }
    const linked = await links(page);
    // No link leads there from a call without awards.
    const calls = linked.filter((link) => /^https?:\/\/[^/]+\/appels\/[^/?]+$/.test(link));
    for (const link of [...linked, ...calls.map((call) => `${call}/laureats`)]) {
      if (!known.has(link)) {
        known.add(link);
        waiting.push(link);
      }
    }
  }
  console.log(`${role}: ${kinds.size} kinds, ${checked} checked; heaviest ${heaviest.bytes} bytes, ${heaviest.address}`);
  return found;
}

/** The faults of the page shown, of the same in English, and without JavaScript. */
async function visit(page, english, plain, address, html, titles) {
  const faults = await checkPage(page, { html, titles: titles.fr });
  const translated = await (await english.goto(address)).text();
  const inEnglish = { html: translated, titles: titles.en, hands: false };
  for (const { kind, what } of await checkPage(english, inEnglish)) {
    faults.push({ kind: `en ${kind}`, what });
  }
  if (CHANGING.includes(new URL(address).pathname)) return faults;
  await plain.goto(address);
  const [rich, poor] = [await mainText(page), await mainText(plain)];
  if (rich !== poor) faults.push({ kind: "plain", what: difference(rich, poor) });
  return faults;
}

/** What the page says, but for what its script tells of itself. */
function mainText(page) {
  return page.locator("main").evaluate((main) => {
    const copy = main.cloneNode(true);
    const own = "parvis-count, parvis-autosave, parvis-dialog, parvis-budget .add, .balance, output";
    copy.querySelectorAll(own).forEach((part) => part.remove());
    return copy.textContent.replace(/\s+/g, " ").trim();
  });
}

function difference(rich, poor) {
  let at = 0;
  while (at < rich.length && rich[at] === poor[at]) at += 1;
  const near = (text) => JSON.stringify(text.slice(Math.max(0, at - 30), at + 60));
  return `with JavaScript ${near(rich)}, without ${near(poor)}`;
}

/** Links within the site that lead to pages: no downloads, no parts of this page, one language. */
async function links(page) {
  const all = await page.evaluate(() =>
    [...document.querySelectorAll("a[href]:not([download], [hreflang])")].map((link) => link.href),
  );
  const here = new URL(parvis.url).origin;
  return all.filter((link) => link.startsWith(here)).map((link) => link.split("#")[0]);
}
