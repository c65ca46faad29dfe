// The main job, as people do it: a file is written, handed in, checked, read and decided.
//
// Every text typed is a script; it must be shown as text and never run. Once with JavaScript, where
// the form keeps itself, and once without, where its buttons do all.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { assertPage } from "./checks.mjs";
import { openPage, signIn, startBrowser, startParvis } from "./harness.mjs";

const SCRIPT = "<script>alert(1)</script>";
const TITLE = `Potager ${SCRIPT}`;
const STATES_MS_MAX = 20_000;
const UPLOAD_BYTES_A_SECOND = 150_000;
const TABS_MAX = 150;

let parvis;
let browser;
const ran = [];

before(async () => {
  parvis = await startParvis();
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await parvis?.stop();
});

test("a file from its draft to its decision", async (t) => {
  const manager = await arrive(parvis.accounts.manager);
  await manager.goto(at("/dossiers"));
  await manager.click("main a:has-text('Potager sur le toit')");
  const file = new URL(manager.url()).pathname;

  await t.test("what is typed is kept", async () => {
    await manager.goto(at(`${file}/etape/1`));
    await fill(manager);
    await saved(manager);
    await manager.reload();
    assert.equal(await manager.inputValue("#f-title"), TITLE);
  });

  await t.test("a stale tab keeps what was typed", async () => {
    const other = await manager.context().newPage();
    await manager.goto(at(`${file}/etape/2`));
    await other.goto(at(`${file}/etape/2`));
    await other.locator("#step textarea").first().fill("Dans l’autre onglet");
    await saved(other);
    await other.close();
    const area = manager.locator("#step textarea").first();
    await area.fill("Dans cet onglet");
    await state(manager, "conflict");
    assert.equal(await area.inputValue(), "Dans cet onglet");
    await next(manager);
    assert.equal(new URL(manager.url()).pathname, `${file}/etape/2`);
    assert.match(await manager.textContent(".faults"), /modifié/);
    assert.equal(await area.inputValue(), "Dans cet onglet");
    await manager.evaluate(() => sessionStorage.clear());
  });

  await t.test("totals of a budget follow", async () => {
    await manager.goto(at(`${file}/etape/3`));
    const [expenses, income] = await manager.locator("parvis-budget table").all();
    await expenses.locator("input[data-side]").nth(0).fill("1 250,50");
    await expenses.locator("input[data-side]").nth(1).fill("749,50");
    assert.match(await expenses.locator("output").textContent(), /2\s000,00/);
    await income.locator("input[data-side]").nth(0).fill("1500");
    await manager.locator(".balance.bad").waitFor();
    await manager.locator(".balance", { hasText: "500,00" }).waitFor();
    await income.locator("input[data-side]").nth(0).fill("2000");
    await manager.locator(".balance.good").waitFor();
    await saved(manager);
  });

  await t.test("all steps, a file with its progress, the review", async () => {
    await manager.goto(at(`${file}/etape/1`));
    await writeAll(manager, async (page) => {
      const slow = await page.context().newCDPSession(page);
      const limits = { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: UPLOAD_BYTES_A_SECOND };
      await slow.send("Network.emulateNetworkConditions", limits);
      const bar = page.locator(".sending progress");
      await Promise.all([bar.waitFor(), send(page)]);
      await page.locator(".rows", { hasText: "statuts.pdf" }).first().waitFor();
      await slow.detach();
    });
    assert.match(await manager.textContent("main"), /Tout est prêt/);
  });

  let number;
  await t.test("it is handed in, with a receipt", async () => {
    number = await handIn(manager);
  });

  await t.test("the officer checks it and asks readers", async () => {
    const officer = await arrive(parvis.accounts.officer);
    await officer.goto(at("/bureau"));
    await officer.locator(".waiting li", { hasText: number }).locator("a").click();
    await shownAsText(officer);
    await officer.check("input[name=verdict][value=complete]");
    await press(officer, "Enregistrer la vérification");
    for (const name of ["Inès Carpentier", "Mamadou Sy"]) await officer.getByLabel(name).check();
    await press(officer, "Envoyer aux lecteurs");
    assert.equal(await officer.locator("#readers ~ .rows li").count(), 2);
    await officer.context().close();
  });

  await t.test("a reader scores with the keyboard alone", async () => {
    const reader = await arrive(parvis.accounts.reader);
    await reader.goto(at("/lectures"));
    await tabTo(reader, (focus, title) => focus.matches("main a") && focus.textContent === title, TITLE);
    await enter(reader);
    await tabTo(reader, (focus) => focus.name === "conflict");
    await reader.keyboard.press("Space");
    await tabTo(reader, (focus) => focus.matches("main form .button"));
    await enter(reader);
    await shownAsText(reader);
    const criteria = await reader.locator(".criterion").count();
    for (let at = 0; at < criteria; at += 1) {
      await tabTo(reader, (focus) => focus.matches(".criterion input[type=radio]"));
      await reader.keyboard.press("ArrowLeft");
      await tabTo(reader, (focus) => focus.matches(".criterion textarea"));
      await reader.keyboard.type(SCRIPT);
    }
    assert.equal(await reader.locator("input[value='5']:checked").count(), criteria);
    await tabTo(reader, (focus) => focus.value === "give");
    await enter(reader);
    assert.match(await reader.textContent("#notice"), /Avis rendu/);
    await reader.context().close();
  });

  await t.test("another reader scores with the mouse", async () => {
    const account = { ...parvis.accounts.reader, email: "lecteur2@demo.parvis.example" };
    const reader = await arrive(account);
    await reader.goto(at("/lectures"));
    await reader.getByRole("link", { name: TITLE }).click();
    await reader.check("input[name=conflict][value=none]");
    await press(reader, "Déclarer");
    await assertPage(reader);
    for (const row of await reader.locator(".criterion").all()) await row.getByLabel("4", { exact: true }).check();
    await press(reader, "Rendre l’avis");
    assert.match(await reader.textContent("#notice"), /Avis rendu/);
    await reader.context().close();
  });

  await t.test("the officer decides", async () => {
    const officer = await arrive(parvis.accounts.officer);
    await officer.goto(at("/bureau"));
    await officer.getByRole("link", { name: /dossiers déposés : Appel à projets permanent/ }).click();
    await officer.getByRole("link", { name: number }).click();
    await officer.getByRole("link", { name: "Avis et décision" }).click();
    await shownAsText(officer);
    assert.match(await officer.textContent("main"), /90\s%/);
    await officer.check("input[name=outcome][value=awarded]");
    await officer.locator("input[name^='amount.']").first().fill("800");
    await officer.fill("textarea[name=reason]", SCRIPT);
    await press(officer, "Enregistrer la décision");
    assert.match(await officer.textContent("#notice"), /Décision enregistrée/);
    const row = officer.locator("tbody tr", { hasText: number });
    assert.match(await row.textContent(), /lauréat[\s\S]*800/);
    await officer.context().close();
  });

  await t.test("the organisation is told nothing before the publication", async () => {
    await manager.goto(at(file));
    assert.doesNotMatch(await manager.textContent("main"), /lauréat/);
    await manager.context().close();
  });
  assert.deepEqual(ran, []);
});

test("the same without JavaScript", async () => {
  const manager = await arrive(parvis.accounts.manager, { javaScript: false });
  await begin(manager);
  await writeAll(manager, send);
  assert.match(await manager.textContent("main"), /Tout est prêt/);
  await handIn(manager);
  await shownAsText(manager);
  await manager.context().close();
});

test("every step of a file is checked, empty and with what is missing", async () => {
  const manager = await arrive(parvis.accounts.manager);
  await begin(manager);
  const file = new URL(manager.url()).pathname.replace(/\/etape\/1$/, "");
  for (const address of [2, 3, 4].flatMap((step) => [`${file}/etape/${step}`, `${file}/etape/${step}?controle=1`])) {
    await manager.goto(at(address));
    await assertPage(manager);
    for (const link of await manager.locator(".faults a").all()) {
      assert.match(await link.textContent(), / – /, `${address}: what does it name?`);
      assert.equal(await manager.locator(await link.getAttribute("href")).count(), 1);
    }
  }
  await manager.context().close();
});

test("what a filter changes is told, and the focus stays", async () => {
  const officer = await arrive(parvis.accounts.officer);
  await officer.goto(at("/bureau"));
  await officer.getByRole("link", { name: /12 dossiers déposés/ }).click();
  await officer.fill(".filter input[type=search]", "Cantine");
  await officer.focus(".filter button");
  await officer.keyboard.press("Enter");
  await officer.locator("#notice", { hasText: "Dossiers déposés 1" }).waitFor({ state: "attached" });
  assert.ok(await officer.evaluate(() => document.activeElement.matches(".filter button")));
  await officer.focus("thead a");
  await officer.keyboard.press("Enter");
  await officer.locator("thead [aria-sort=ascending]").waitFor();
  assert.ok(await officer.evaluate(() => document.activeElement.matches("thead a")));
  await officer.context().close();
});

test("copies in the browser end with the session, however it ends", async () => {
  const manager = await arrive(parvis.accounts.manager);
  await begin(manager);
  await manager.goto(manager.url().replace(/1$/, "2"));
  const copies = () => manager.evaluate(() => [...Object.keys(sessionStorage), ...Object.keys(localStorage)]);
  await manager.context().setOffline(true);
  await manager.locator("#step textarea").first().fill("Hors ligne");
  await state(manager, "offline");
  assert.equal((await copies()).length, 1);
  await manager.context().clearCookies();
  await manager.context().setOffline(false);
  await state(manager, "signed-out");
  assert.equal(await manager.locator("#step textarea").first().inputValue(), "Hors ligne");
  await manager.goto(at("/connexion"));
  assert.deepEqual(await copies(), []);
  await manager.context().close();
});

test("a file too large is refused, and said", async () => {
  const manager = await arrive(parvis.accounts.manager, { javaScript: false });
  await begin(manager);
  const file = new URL(manager.url()).pathname.replace(/\/etape\/1$/, "");
  const chosen = manager.locator("section.pieces input[type=file]").first();
  for (const size of [11_000_000, 40_000_000]) {
    for (let step = 1; (await chosen.count()) === 0; step += 1) await manager.goto(at(`${file}/etape/${step}`));
    await chosen.setInputFiles({ name: "grand.pdf", mimeType: "application/pdf", buffer: pdf(size) });
    const answer = manager.waitForResponse((response) => response.request().method() === "POST");
    await send(manager);
    assert.equal((await answer).status(), 413);
    assert.match(await manager.textContent("main"), /10\sMo/);
    await manager.goBack();
  }
  await manager.context().close();
});

const at = (path) => new URL(path, parvis.url).href;

async function arrive(account, options = {}) {
  const page = await openPage(browser, { lang: "fr", ...options });
  page.context().on("dialog", (dialog) => {
    if (dialog.type() === "alert") ran.push(dialog.message());
    return dialog.accept();
  });
  await signIn(page, { ...account, url: parvis.url });
  return page;
}

function state(page, name) {
  return page.locator(`parvis-autosave[data-state=${name}]`).waitFor({ timeout: STATES_MS_MAX });
}

/** Waits until the form has kept itself. */
async function saved(page) {
  await state(page, "saved");
  assert.match(await page.textContent("parvis-autosave"), /Enregistré/);
}

/** Clicks a button and waits for the page that it leads to. */
async function press(page, name) {
  const button = page.getByRole("button", { name }).first();
  await Promise.all([page.waitForEvent("load"), button.click()]);
}

const next = (page) => press(page, /^Enregistrer et (continuer|relire)$/);
const enter = (page) => Promise.all([page.waitForEvent("load"), page.keyboard.press("Enter")]);

/** Begins a file, at its first step. */
async function begin(page) {
  await page.goto(at("/appels"));
  await page.locator(".entries a").first().click();
  await page.getByRole("link", { name: "Déposer un dossier" }).click();
  await press(page, "Commencer");
  if (!/etape\/1$/.test(page.url())) await page.getByRole("link", { name: "Continuer le dossier" }).click();
}

/** Answers all that a step asks; every text holds a script. */
async function fill(page) {
  for (const control of await page.locator("#step :is(input, textarea):visible").all()) {
    const { name, type, side, area, first } = await control.evaluate((it) => ({
      name: it.name,
      type: it.type,
      side: it.dataset.side,
      area: it.localName === "textarea",
      first: it.form.querySelector(`[name="${it.name}"]`) === it,
    }));
    if (type === "radio") continue;
    if (!first) {
      await control.fill("");
      continue;
    }
    if (name === "title") await control.fill(TITLE);
    else if (area) await control.fill(`Réponse ${SCRIPT}`);
    else if (type === "date") await control.fill("2027-03-01");
    else if (type === "number") await control.fill("2");
    else if (side || name.endsWith(".base")) await control.fill("2000");
    else if (name.endsWith(".amount")) await control.fill(name.includes("fonctionnement") ? "900" : "0");
    else if (name.endsWith(".postcode")) await control.fill("92000");
    else await control.fill(SCRIPT);
  }
  for (const group of await page.locator("#step fieldset:has(input[type=radio])").all()) {
    await group.locator("input[type=radio]").first().check();
  }
}

/** Writes all steps from the first; `attach` sends the file that is chosen. */
async function writeAll(page, attach) {
  for (let step = 1; step <= 10 && !page.url().endsWith("/depot"); step += 1) {
    await fill(page);
    const wanted = page.locator("section.pieces input[type=file]").first();
    if ((await wanted.count()) > 0) {
      await wanted.setInputFiles({ name: "statuts.pdf", mimeType: "application/pdf", buffer: pdf() });
      await attach(page);
    }
    await next(page);
  }
  assert.ok(page.url().endsWith("/depot"), `${page.url()}: ${await page.textContent("main")}`);
}

/** Sends the chosen file. */
function send(page) {
  return press(page, /^Envoyer le fichier/);
}

/** Hands the file in; returns its number. */
async function handIn(page) {
  await press(page, "Déposer le dossier");
  assert.match(await page.textContent("#notice"), /Dossier déposé/);
  const receipt = await page.getByRole("link", { name: /Récépissé/ }).getAttribute("href");
  const answer = await page.context().request.get(at(receipt));
  assert.equal(answer.headers()["content-type"], "application/pdf");
  const [number] = (await page.textContent("main")).match(/\d{4}-\d{4}/);
  return number;
}

/** The script is there to be read. */
async function shownAsText(page) {
  assert.ok((await page.textContent("main")).includes(SCRIPT));
  assert.equal(await page.locator("main script").count(), 0);
}

/** Presses Tab until what has the focus is meant. */
async function tabTo(page, meant, argument) {
  const test = `(${meant})(document.activeElement, ${JSON.stringify(argument ?? null)})`;
  for (let tab = 0; tab < TABS_MAX; tab += 1) {
    await page.keyboard.press("Tab");
    if (await page.evaluate(test)) return;
  }
  assert.fail(`Tab never reaches ${meant}`);
}

/** A document, with enough in it to take a moment on its way. */
function pdf(bytes = 300_000) {
  return Buffer.from(`%PDF-1.4\n%${" ".repeat(bytes)}\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`);
}
