// Walks through the demonstration as everyone it has an account for, in French and in English,
// and checks every kind of page met. Without JavaScript a page must say the same.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { openPage, signIn, startBrowser, startParvis } from "./harness.mjs";
import { checkPage, pattern, shown } from "./checks.mjs";

const PAGES_MAX = 80;
const PAGES_OF_A_KIND_MAX = 3;
const ROLES = ["visitor", "administrator", "officer", "reader", "manager", "member", "resident"];

let parvis;
let browser;

before(async () => {
  parvis = await startParvis();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await parvis?.stop();
});

for (const role of ROLES) {
  for (const lang of ["fr", "en"]) {
    test(`${role}, ${lang}`, async () => {
      const page = await arrive(role, lang, true);
      const plain = await arrive(role, lang, false);
      const faults = await tour(page, plain);
      await page.context().close();
      await plain.context().close();
      assert.equal(faults.length, 0, `\n${faults.join("\n")}`);
    });
  }
}

async function arrive(role, lang, javaScript) {
  const page = await openPage(browser, { lang, javaScript });
  await page.goto(parvis.url);
  if (role === "visitor") return page;
  const account = parvis.accounts[role];
  assert.ok(account, `the demonstration has no account of the role ${role}`);
  await signIn(page, { ...account, url: parvis.url });
  return page;
}

/** Follows links from the first page; returns the faults of each page as a text. */
async function tour(page, plain) {
  const found = [];
  const waiting = [new URL("/", parvis.url).href];
  const known = new Set(waiting);
  const kinds = new Map();
  const titles = new Map();
  let visited = 0;
  while (waiting.length > 0 && visited < PAGES_MAX) {
    const address = waiting.shift();
    const kind = pattern(address);
    const count = kinds.get(kind) ?? 0;
    if (count >= PAGES_OF_A_KIND_MAX) continue;
    kinds.set(kind, count + 1);
    visited += 1;
    const faults = await visit(page, plain, address, count === 0, titles);
    if (faults === null) continue;
    if (faults.length > 0) found.push(`${address}\n${shown(faults)}`);
    for (const link of await links(page)) {
      if (!known.has(link)) {
        known.add(link);
        waiting.push(link);
      }
    }
  }
  console.log(`${visited} pages of ${kinds.size} kinds`);
  return found;
}

/** The faults of one address, or null if it is a file to download. */
async function visit(page, plain, address, thorough, titles) {
  const answer = await page.context().request.get(address, { headers: { accept: "text/html" } });
  if (answer.status() >= 400) return [{ kind: "status", what: String(answer.status()) }];
  if (!answer.headers()["content-type"]?.startsWith("text/html")) return null;
  await page.goto(address);
  const faults = thorough ? await checkPage(page, { titles }) : page.faults.splice(0);
  await plain.goto(address);
  const [rich, poor] = [await mainText(page), await mainText(plain)];
  if (rich !== poor) faults.push({ kind: "plain", what: difference(rich, poor) });
  return faults;
}

async function mainText(page) {
  const text = await page.locator("main").innerText();
  return text.replace(/\s+/g, " ").trim();
}

function difference(rich, poor) {
  let at = 0;
  while (at < rich.length && rich[at] === poor[at]) at += 1;
  const near = (text) => JSON.stringify(text.slice(Math.max(0, at - 30), at + 60));
  return `with JavaScript ${near(rich)}, without ${near(poor)}`;
}

/** Links within the site that lead to pages: no downloads, no parts of this page. */
async function links(page) {
  const all = await page.evaluate(() =>
    [...document.querySelectorAll("a[href]:not([download])")].map((link) => link.href),
  );
  const here = new URL(parvis.url).origin;
  return all.filter((link) => link.startsWith(here)).map((link) => link.split("#")[0]);
}
