// Starts the demonstration and a browser, and signs people in.
//
// The demonstration is the program itself on a folder of its own that goes with it; it prints its
// address and one account a role. Nothing is awaited by sleeping but the end of what it prints.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { chromium } from "playwright-core";

const ROLES = ["administrator", "officer", "reader", "manager", "member", "resident"];
const START_MS_MAX = 120_000;
const QUIET_MS = 400;

/** Starts `parvis demo`; resolves to its address, its accounts by role, and `stop()`. */
export async function startParvis(more = [], listen = "127.0.0.1:0") {
  const program = process.env.PARVIS_BIN;
  if (!program) throw new Error("PARVIS_BIN names no program: run cargo xtask browser");
  const folder = await mkdtemp(join(tmpdir(), "parvis-browser-"));
  const words = ["demo", "--data", join(folder, "data"), "--listen", listen, ...more];
  const child = spawn(program, words, { stdio: ["ignore", "pipe", "pipe"] });
  const said = [];
  child.stderr.on("data", (bytes) => said.push(bytes.toString()));
  const stop = async () => {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    if (child.exitCode === null && child.signalCode === null && child.kill("SIGTERM")) await ended;
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { ...(await announced(child, said)), folder, child, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Reads the lines that the demonstration prints, until its address is known and it is quiet. */
function announced(child, said) {
  return new Promise((resolve, reject) => {
    const accounts = {};
    let url;
    let quiet;
    const fail = (why) => {
      clearTimeout(late);
      reject(new Error(`parvis demo ${why}\n${said.join("").slice(-4000)}`));
    };
    const late = setTimeout(() => fail("printed no address in time"), START_MS_MAX);
    child.once("error", (error) => fail(`did not start: ${error.message}`));
    child.once("exit", (code) => fail(`ended with ${code}`));
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [role, email, password] = line.trim().split("\t");
      if (ROLES.includes(role) && password) accounts[role] ??= { role, email, password };
      url ??= line.match(/https?:\/\/[\w.:[\]-]+/)?.[0];
      if (!url) return;
      clearTimeout(late);
      clearTimeout(quiet);
      quiet = setTimeout(() => resolve({ url, accounts }), QUIET_MS);
    });
  });
}

/** Starts Chromium without its talk to the network. */
export function startBrowser() {
  const args = [
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--disable-gpu",
  ];
  if (process.getuid?.() === 0) args.push("--no-sandbox");
  const env = { ...process.env, LANGUAGE: "fr", LANG: "fr_FR.UTF-8" };
  return chromium.launch({ executablePath: browserProgram(), args, env });
}

function browserProgram() {
  if (process.env.PARVIS_CHROMIUM) return process.env.PARVIS_CHROMIUM;
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const folders = (process.env.PATH ?? "").split(delimiter);
  const found = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const program = found.find((path) => existsSync(path));
  if (!program) throw new Error("install Chromium, or name it in PARVIS_CHROMIUM");
  return program;
}

/** A page of a new visitor who reads this language; `page.faults` collects what it complains of. */
export async function openPage(browser, { lang = "fr", javaScript = true, size } = {}) {
  const context = await browser.newContext({
    locale: lang,
    javaScriptEnabled: javaScript,
    viewport: size ?? { width: 1280, height: 900 },
    reducedMotion: "reduce",
  });
  const page = await context.newPage();
  page.faults = [];
  page.lang = lang;
  const note = (kind, what) => page.faults.push({ kind, what });
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    const csp = /Content Security Policy/i.test(message.text());
    note(csp ? "csp" : "console", message.text());
  });
  page.on("pageerror", (error) => note("console", String(error)));
  return page;
}

/** Signs in with the form at /connexion; fails if the form comes back. */
export async function signIn(page, account) {
  await page.goto(new URL("/connexion", account.url ?? page.url()).href);
  await page.fill("input[name=email]", account.email);
  await page.fill("input[name=password]", account.password);
  const form = page.locator("form", { has: page.locator("input[name=password]") });
  await Promise.all([
    page.waitForURL((url) => url.pathname !== "/connexion"),
    form.locator("button[type=submit], button:not([type]), input[type=submit]").first().click(),
  ]);
}
