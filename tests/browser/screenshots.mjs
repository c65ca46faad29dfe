// Writes docs/screenshots: the pages that the documentation shows, wide and on a telephone.

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { openPage, signIn, startBrowser, startParvis } from "./harness.mjs";

/** Name of the picture, who looks (null: a visitor), where, and the links to follow from there. */
const PICTURES = [
  ["bureau", "officer", "/bureau", []],
  ["appel", null, "/appels", ["main a:has-text('permanent')"]],
  ["dossier", "manager", "/dossiers", ["main a:has-text('Potager')", "main a[href$='/etape/1']"]],
  ["decision", "officer", "/bureau", ["main a[href$='/decision']"]],
];

const SIZES = [
  ["", { width: 1280, height: 900 }],
  ["-telephone", { width: 390, height: 844 }],
];

const folder = fileURLToPath(new URL("../../docs/screenshots", import.meta.url));
await mkdir(folder, { recursive: true });
const parvis = await startParvis();
const browser = await startBrowser();
try {
  for (const [name, role, path, links] of PICTURES) {
    for (const [suffix, size] of SIZES) {
      const page = await openPage(browser, { lang: "fr", size });
      if (role) await signIn(page, { ...parvis.accounts[role], url: parvis.url });
      await page.goto(new URL(path, parvis.url).href, { waitUntil: "networkidle" });
      for (const link of links) {
        const href = await page.locator(link).first().getAttribute("href");
        await page.goto(new URL(href, page.url()).href, { waitUntil: "networkidle" });
      }
      await page.screenshot({ path: join(folder, `${name}${suffix}.png`) });
      await page.context().close();
      console.log(`${name}${suffix}.png`);
    }
  }
} finally {
  await browser.close();
  await parvis.stop();
}
