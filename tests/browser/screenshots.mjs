// Writes docs/screenshots: the pages that the documentation shows, wide and on a telephone.

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { openPage, signIn, startBrowser, startParvis } from "./harness.mjs";

/** Name of the picture, who looks (null: a visitor), where. */
const PICTURES = [["home", null, "/"]];

const SIZES = { wide: { width: 1280, height: 900 }, telephone: { width: 390, height: 844 } };

const folder = fileURLToPath(new URL("../../docs/screenshots", import.meta.url));
await mkdir(folder, { recursive: true });
const parvis = await startParvis();
const browser = await startBrowser();
try {
  for (const [name, role, path] of PICTURES) {
    for (const [suffix, size] of Object.entries(SIZES)) {
      const page = await openPage(browser, { lang: "fr", size });
      if (role) await signIn(page, { ...parvis.accounts[role], url: parvis.url });
      await page.goto(new URL(path, parvis.url).href, { waitUntil: "networkidle" });
      await page.screenshot({ path: join(folder, `${name}-${suffix}.png`) });
      await page.context().close();
      console.log(`${name}-${suffix}.png`);
    }
  }
} finally {
  await browser.close();
  await parvis.stop();
}
