// Proves that each check can fail: small pages, each with one fault, served from here.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createServer } from "node:http";
import { checkPage, pattern, shown } from "./checks.mjs";
import { openPage, signIn, startBrowser, startParvis } from "./harness.mjs";

const SHEET = "html { background: #fff; color: #222 } a { color: #00449e } :focus-visible { outline: 2px solid } .wide { width: 40rem }";
const MORE = ".hidden-focus:focus-visible { outline: none } .grey { color: #bbb }";
const SIGHT = `.strip { line-height: 1.2; block-size: 1.3em; overflow: hidden }
  .fixed { line-height: 1.2; block-size: 24px; overflow: hidden } .far { display: block; margin: 20rem 0 }
  @media (prefers-color-scheme: dark) { .night { color: #333; background: #111 } }
  @media (max-width: 400px) { .gone { display: none } }`;
const RGAA = `.pale-edge { border: 1px solid #ccc; background: #fff } .block { display: block }
  .back { display: flex; flex-direction: row-reverse }`;
const HOVER = ".shown { display: none } .opener:hover + .shown { display: block }";
const SCRIPT = "throw new Error('a fault of our own')";

/** A page without fault, but for the parts given. */
function document({ lang = "fr", title = "Une page", main = "", head = "" }) {
  return `<!DOCTYPE html>
<html lang="${lang}">
  <head>
    <meta charset="utf-8">
    <title>${title}</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <link rel="stylesheet" href="/sheet.css">
    ${head}
  </head>
  <body>
    <main>
      <h1>Une page</h1>
      <p>Un <a href="/good">lien</a>.</p>
      ${main}
    </main>
  </body>
</html>
`;
}

const FORM = `<form action="/connexion" method="post">
  <p><label for="email">Courriel</label> <input id="email" type="email" name="email" autocomplete="email"></p>
  <p><label for="password">Mot de passe</label>
  <input id="password" type="password" name="password" autocomplete="current-password"></p>
  <button type="submit">Entrer</button></form>`;

const PAGES = {
  "/good": document({}),
  "/connexion": document({ title: "Connexion", main: FORM }),
  "/axe": document({ main: '<p class="grey">Un texte trop clair.</p>' }),
  "/html": document({ main: "<p><div>Un bloc</div></p>" }),
  "/style": document({ main: '<p style="color: black">Un texte.</p>' }),
  "/script": document({ head: "<script>document.title = 'Autre'</script>" }),
  "/handler": document({ main: '<p onclick="alert(1)">Un texte.</p>' }),
  "/title": document({ title: "" }),
  "/h1": document({ main: "<h1>Une autre</h1>" }),
  "/lang": document({ lang: "en" }),
  "/reflow": document({ main: '<p class="wide">Un texte large.</p>' }),
  "/focus": document({ main: '<p><a class="hidden-focus" href="/good">Sans contour</a></p>' }),
  "/unreached": document({ main: '<p><a tabindex="-1" href="/good">Hors de portée</a></p>' }),
  "/dark": document({ main: '<p class="night">Un texte de nuit.</p>' }),
  "/spacing": document({ main: '<p class="strip">Un texte serré.</p>' }),
  "/zoom": document({ main: '<p class="fixed">Un texte à l’étroit.</p>' }),
  "/narrow": document({ main: '<p class="gone">Escamoté.</p>' }),
  "/tables": document({ main: "<table><tr><th scope=\"row\">Ligne</th><td>1</td></tr></table>" }),
  "/labels": document({
    main: '<p><label for="far">Nom</label> <input class="far" id="far" type="text" name="far"></p>',
  }),
  "/presentation": document({ main: "<p>U N T I T R E</p>" }),
  "/links": document({ main: '<p>Le programme : <a href="/good">en savoir plus</a></p>' }),
  "/same": document({ main: '<p><a href="/good">Lire</a> <a href="/axe">Lire</a></p>' }),
  "/looks": document({ main: "<p><b>Important</b> : lisez.</p>" }),
  "/unstyled": document({ main: '<p><span>Un</span><span class="block">Deux</span></p>' }),
  "/edges": document({ main: '<p><label for="pale">Nom</label> <input class="pale-edge" id="pale" type="text" name="pale"></p>' }),
  "/hover": document({ head: '<link rel="stylesheet" href="/hover.css">', main: '<p><span class="opener">Aide</span><span class="shown">Le reste</span></p>' }),
  "/order": document({ main: '<p class="back"><a href="/good">Premier</a> <a href="/axe">Second</a></p>' }),
  "/groups": document({ main: '<p><input type="radio" id="one" name="x" value="1"> <label for="one">Un</label></p>' }),
  "/console": document({ head: '<script src="/script.js"></script>' }),
  "/missing": document({ main: '<p><img src="/nothing.png" alt="Rien" width="9" height="9"></p>' }),
};

let server;
let browser;
let page;
let origin;

before(async () => {
  const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'";
  const files = {
    "/sheet.css": [SHEET + MORE + SIGHT + RGAA, "text/css"],
    "/hover.css": [HOVER, "text/css"],
    "/script.js": [SCRIPT, "text/javascript"],
    "/favicon.ico": ["", "image/x-icon"],
  };
  server = createServer((request, response) => {
    if (request.method === "POST") return response.writeHead(303, { location: "/good" }).end();
    const { pathname } = new URL(request.url, "http://parvis.invalid");
    const [body, type] = files[pathname] ?? [PAGES[pathname], "text/html; charset=utf-8"];
    const headers = { "content-type": type, "content-security-policy": policy };
    return response.writeHead(body === undefined ? 404 : 200, headers).end(body ?? "");
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${server.address().port}`;
  browser = await startBrowser();
  page = await openPage(browser);
});

after(async () => {
  await browser?.close();
  server?.close();
});

async function faultsOf(path, options) {
  page.faults.splice(0);
  await page.goto(origin + path);
  return checkPage(page, options);
}

test("a page without fault has none", async () => {
  for (const path of ["/good", "/connexion"]) {
    const faults = await faultsOf(path);
    assert.equal(faults.length, 0, shown(faults));
  }
});

const WANTED = {
  "/axe": /^axe: .*color-contrast/m,
  "/html": /^html: /m,
  "/style": /^html: .*no-inline-style/m,
  "/script": /^inline: inline script/m,
  "/handler": /^inline: inline event handler/m,
  "/title": /^title: the title is empty/m,
  "/h1": /^h1: 2 h1/m,
  "/lang": /^lang: lang is en, not fr/m,
  "/reflow": /^reflow: .*p\.wide/m,
  "/focus": /^keyboard: no visible focus: .*Sans contour/m,
  "/unreached": /^keyboard: not reached by Tab: .*Hors de portée/m,
  "/dark": /^dark: .*Un texte de nuit/m,
  "/spacing": /^spacing: cut: p\.strip/m,
  "/zoom": /^zoom: cut: p\.fixed/m,
  "/narrow": /^narrow: not seen at 320 px: escamoté/m,
  "/tables": /^tables: no title/m,
  "/labels": /^labels: .* px from its label/m,
  "/presentation": /^presentation: letters set apart: U N T I T R E/m,
  "/links": /^links: says nothing: en savoir plus/m,
  "/same": /^links: the same name leads elsewhere: Lire/m,
  "/looks": /^looks: <b>Important/m,
  "/unstyled": /^unstyled: gone without styles: deux/m,
  "/edges": /^edges: [\d.]+ to 1, edge: .*pale/m,
  "/hover": /^hover: \.opener:hover/m,
  "/order": /^order: .*Second/m,
  "/groups": /^groups: alone: .*one/m,
  "/console": /^console: .*a fault of our own/m,
  "/missing": /^console: .*404/m,
};

for (const [path, wanted] of Object.entries(WANTED)) {
  test(`the fault of ${path} is found`, async () => {
    const faults = await faultsOf(path);
    assert.match(shown(faults).replace(/^ {2}/gm, ""), wanted);
  });
}

test("what the content security policy refuses is found", async () => {
  const faults = await faultsOf("/script");
  assert.ok(faults.some(({ kind }) => kind === "csp"), shown(faults));
});

test("the same title on two kinds of page is found", async () => {
  const titles = new Map();
  assert.equal((await faultsOf("/good", { titles })).length, 0);
  const faults = await faultsOf("/axe", { titles });
  assert.ok(faults.some(({ kind }) => kind === "title"), shown(faults));
});

test("signing in leaves the form", async () => {
  await signIn(page, { url: origin, email: "a@parvis.invalid", password: "secret" });
  assert.equal(new URL(page.url()).pathname, "/good");
});

test("ids are no part of what kind a page is", () => {
  assert.equal(pattern("/a/01890a5d-ac96-774b-bcce-b302099a8057/b"), "/a/:id/b");
  assert.equal(pattern("/editions/2015?tri=nom&page=2"), "/editions/:n?page&tri");
});

/** Runs `work` with a program of this text in the place of Parvis. */
async function withProgram(text, work) {
  const kept = process.env.PARVIS_BIN;
  const folder = await mkdtemp(join(tmpdir(), "parvis-harness-"));
  process.env.PARVIS_BIN = join(folder, "parvis");
  try {
    await writeFile(process.env.PARVIS_BIN, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    await work();
  } finally {
    if (kept === undefined) delete process.env.PARVIS_BIN;
    else process.env.PARVIS_BIN = kept;
    await rm(folder, { recursive: true, force: true });
  }
}

test("the address and the accounts of the demonstration are read", async () => {
  const lines = "officer\\ta@parvis.invalid\\tsecret\\nParvis: http://127.0.0.1:8123/ (Ctrl-C)\\n";
  await withProgram(`printf '${lines}'; exec sleep 60`, async () => {
    const parvis = await startParvis();
    await parvis.stop();
    assert.equal(parvis.url, "http://127.0.0.1:8123");
    assert.deepEqual(parvis.accounts.officer, {
      role: "officer",
      email: "a@parvis.invalid",
      password: "secret",
    });
  });
});

test("a program that ends without an address is named", async () => {
  await withProgram("echo no room >&2; exit 1", async () => {
    await assert.rejects(startParvis(), /parvis demo ended with 1[^]*no room/);
  });
});
