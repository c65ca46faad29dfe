// FranceConnect and ProConnect by the software that both run, npm oidc-provider, with the settings
// that they publish: a browser goes there and back, as a resident and as a professional do.

import { after, before, test } from "node:test";
import assert from "node:assert/strict";
import { generateKeyPairSync, randomBytes } from "node:crypto";
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Provider from "oidc-provider";
import { checkPage, shown } from "./checks.mjs";
import { openPage, signIn, startBrowser, startParvis } from "./harness.mjs";

const SECRET = randomBytes(24).toString("hex");

/** Scopes and their claims, acr values, subject and lifetimes, as published by each. */
const SERVICES = {
  franceconnect: {
    claims: {
      openid: ["sub"],
      email: ["email"],
      identite_pivot: ["given_name", "family_name", "birthdate", "gender", "birthplace", "birthcountry"],
      acr: null,
    },
    acrValues: ["eidas1"],
    subjectTypes: ["pairwise"],
    person: {
      given_name: "Angela Claire Louise",
      family_name: "DUBOIS",
      gender: "female",
      birthdate: "1962-08-24",
      birthplace: "75107",
      birthcountry: "99100",
      email: "angela@residents.test",
    },
    acr: "eidas1",
    amr: ["pwd"],
    extraParams: [],
  },
  proconnect: {
    claims: {
      openid: ["sub"],
      given_name: ["given_name"],
      usual_name: ["usual_name"],
      email: ["email"],
      uid: ["uid"],
      siret: ["siret"],
      organization_label: ["organization_label"],
      acr: null,
      amr: null,
    },
    acrValues: ["eidas1", "eidas1-mfa"],
    subjectTypes: ["public"],
    person: {
      given_name: "Jean",
      usual_name: "User",
      email: "jean@pros.test",
      uid: "42",
      siret: "22920050600017",
      organization_label: "Département des Hauts-de-Seine",
    },
    acr: "eidas1-mfa",
    amr: ["pwd", "mfa"],
    extraParams: [],
  },
};

const UNKNOWN = new Set();

/** The service, for one registered instance. Its page of interaction is a form with two buttons. */
async function startService(name, instance) {
  const kind = SERVICES[name];
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const provider = new Provider(issuer, {
    clients: [{
      client_id: "parvis",
      client_secret: SECRET,
      redirect_uris: [`${instance}/connexion/service/${name}/retour`],
      post_logout_redirect_uris: [`${instance}/deconnexion/retour`],
      token_endpoint_auth_method: "client_secret_post",
      id_token_signed_response_alg: "RS256",
      userinfo_signed_response_alg: "RS256",
      subject_type: kind.subjectTypes[0],
    }],
    jwks: { keys: [{ ...privateKey.export({ format: "jwk" }), use: "sig", alg: "RS256", kid: "one" }] },
    claims: kind.claims,
    acrValues: kind.acrValues,
    subjectTypes: kind.subjectTypes,
    pairwiseIdentifier: (_, accountId) => `pairwise-${accountId}`,
    cookies: { keys: [SECRET] },
    enabledJWA: { userinfoSigningAlgValues: ["RS256", "ES256", "HS256"], idTokenSigningAlgValues: ["RS256", "ES256", "HS256"] },
    features: {
      devInteractions: { enabled: false },
      jwtUserinfo: { enabled: true },
      claimsParameter: { enabled: true },
      rpInitiatedLogout: { enabled: true },
    },
    ttl: { AuthorizationCode: 30, AccessToken: 60, IdToken: 60, Session: 1800, Interaction: 600, Grant: 1800 },
    pkce: { required: () => false },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
    findAccount: (_, accountId) => ({ accountId, claims: () => ({ sub: accountId, ...kind.person }) }),
    loadExistingGrant: (ctx) => granted(ctx),
  });
  const answer = provider.callback();
  server.on("request", async (request, response) => {
    const url = new URL(request.url, issuer);
    if (url.pathname === "/auth") expectKnown(url.searchParams);
    const page = url.pathname.match(/^\/interaction\/([\w-]+)$/);
    if (!page) return answer(request, response);
    if (request.method === "GET") {
      response.setHeader("content-type", "text/html; charset=utf-8");
      return response.end(`<!DOCTYPE html><html lang="fr"><title>${name}</title><form method="post">
        <button name="choice" value="yes">Continuer</button><button name="choice" value="no">Renoncer</button></form>`);
    }
    let body = "";
    for await (const part of request) body += part;
    const result = body.includes("yes")
      ? { login: { accountId: `${name}-1`, acr: kind.acr, amr: kind.amr } }
      : { error: "access_denied", error_description: "User auth aborted" };
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false });
  });
  return { issuer, stop: () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); }) };
}

/** ProConnect refuses what it does not know; the provider alone would let it pass. */
function expectKnown(params) {
  const known = ["response_type", "client_id", "redirect_uri", "scope", "state", "nonce", "acr_values",
    "claims", "prompt", "code_challenge", "code_challenge_method", "idp_hint", "login_hint", "siret_hint"];
  for (const name of params.keys()) if (!known.includes(name)) UNKNOWN.add(name);
  if (params.get("state").length < 32 || params.get("nonce").length < 32) UNKNOWN.add("short state or nonce");
}

/** Both services ask nobody for consent to the data of one registered instance. */
async function granted(ctx) {
  const { client, session, params, provider } = ctx.oidc;
  const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
  grant.addOIDCScope(params.scope);
  grant.addOIDCClaims(["acr", "amr"]);
  await grant.save();
  return grant;
}

/** A port that is free now. */
async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

let parvis;
let browser;
let folder;
const services = {};

before(async () => {
  const port = await freePort();
  const url = `http://localhost:${port}`;
  for (const name of Object.keys(SERVICES)) services[name] = await startService(name, url);
  folder = await mkdtemp(join(tmpdir(), "parvis-services-"));
  const config = join(folder, "parvis.toml");
  const registered = Object.entries(services).map(([name, { issuer }]) =>
    `[${name}]\nissuer = "${issuer}"\nclient_id = "parvis"\nclient_secret = "${SECRET}"\n`);
  await writeFile(config, `public_url = "${url}"\nrequests_per_second = 1000\n${registered.join("\n")}`);
  parvis = await startParvis(["--config", config], `127.0.0.1:${port}`);
  parvis.url = url;
  browser = await startBrowser();
});

after(async () => {
  await browser?.close();
  await parvis?.stop();
  for (const service of Object.values(services)) await service.stop();
  if (folder) await rm(folder, { recursive: true, force: true });
});

/** The last mail to an address, as it waits in the outbox. */
function mailTo(email) {
  const query = "SELECT payload FROM work_job WHERE kind = 'mail' ORDER BY id DESC";
  const script = `import sqlite3,sys
for (payload,) in sqlite3.connect(sys.argv[1]).execute(sys.argv[2]): print(payload)`;
  const file = join(parvis.folder, "data", "parvis.db");
  const lines = execFileSync("python3", ["-c", script, file, query]).toString().split("\n");
  return JSON.parse(lines.find((line) => line.includes(email))).text;
}

function codeFor(email) {
  return mailTo(email).match(/^\d{8}$/m)[0];
}

async function through(page, name, choice = "Continuer") {
  await page.goto(`${parvis.url}/connexion`);
  await page.click(`a[href^="/connexion/service/${name}"]`);
  await page.waitForURL(/\/interaction\//);
  await Promise.all([page.waitForURL((url) => url.href.startsWith(parvis.url)), page.click(`text=${choice}`)]);
  // What the service's own page lacks is not ours.
  page.faults.splice(0);
}

test("a resident comes the first time by FranceConnect, and leaves", async () => {
  const page = await openPage(browser);
  await through(page, "franceconnect");
  assert.equal(new URL(page.url()).pathname, "/connexion/identite");
  assert.match(await page.textContent("main"), /Angela DUBOIS/);
  assert.equal(shown(await checkPage(page)), "");
  await page.click("main button[type=submit]");
  assert.equal(shown(await checkPage(page)), "");
  await page.fill("input[name=code]", codeFor("angela@residents.test"));
  await page.click('form[action="/connexion/identite/code"] button');
  await page.goto(`${parvis.url}/compte`);
  assert.match(await page.textContent("main"), /1962-08-24/);
  assert.equal(shown(await checkPage(page)), "");
  await Promise.all([
    page.waitForURL(/session\/end/),
    page.evaluate(() => document.querySelector('form[action="/deconnexion"]').requestSubmit()),
  ]);
  // The provider asks whether to sign out there, too.
  await Promise.all([page.waitForURL(/fait=people-notice-signed-out/), page.click("button[value=yes]")]);
  await page.goto(`${parvis.url}/compte`);
  assert.equal(new URL(page.url()).pathname, "/connexion");
  await page.context().close();
});

test("whoever renounces is told so and may try again", async () => {
  const page = await openPage(browser);
  await through(page, "franceconnect", "Renoncer");
  assert.match(await page.textContent("body"), /n’a pas confirmé votre identité/);
  await page.context().close();
});

test("a professional joins ProConnect to an account, and is suggested their employer", async () => {
  const page = await openPage(browser);
  await signIn(page, { ...parvis.accounts.manager, url: parvis.url });
  await page.goto(`${parvis.url}/compte`);
  await Promise.all([
    page.waitForURL(/\/interaction\//),
    page.click('form[action="/compte/identites/proconnect"] button'),
  ]);
  await Promise.all([page.waitForURL((url) => url.href.startsWith(parvis.url)), page.click("text=Continuer")]);
  assert.match(await page.textContent("main"), /Département des Hauts-de-Seine/);
  await page.context().close();
  const later = await openPage(browser);
  await through(later, "proconnect");
  await later.goto(`${parvis.url}/dossiers`);
  assert.equal(new URL(later.url()).pathname, "/dossiers");
  await later.context().close();
});

test("no service was sent a parameter that it does not know", () => {
  assert.deepEqual([...UNKNOWN], []);
});

test("a passkey is added, signs in, proves again, and is removed", async () => {
  const page = await openPage(browser);
  const client = await page.context().newCDPSession(page);
  await client.send("WebAuthn.enable");
  const device = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true };
  const { authenticatorId } = await client.send("WebAuthn.addVirtualAuthenticator", { options: device });
  await signIn(page, { ...parvis.accounts.officer, url: parvis.url });
  await page.goto(`${parvis.url}/compte/cles`);
  assert.equal(shown(await checkPage(page)), "");
  await page.fill("input[name=name]", "téléphone");
  await Promise.all([page.waitForURL(/passkey-added/), page.click('form[action="/compte/cles"] button')]);
  assert.match(await page.textContent("main"), /téléphone/);
  await page.evaluate(() => document.querySelector('form[action="/deconnexion"]').requestSubmit());
  await page.waitForURL(/signed-out/);
  await page.goto(`${parvis.url}/connexion?retour=/bureau`);
  await Promise.all([page.waitForURL((url) => url.pathname === "/bureau"), page.click('form[action="/connexion/cle"] button')]);
  // A device that does not know its holder opens nothing.
  await page.evaluate(() => document.querySelector('form[action="/deconnexion"]').requestSubmit());
  await page.waitForURL(/signed-out/);
  await client.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
  await page.goto(`${parvis.url}/connexion`);
  await page.click('form[action="/connexion/cle"] button');
  await page.waitForSelector("[role=alert]");
  assert.match(await page.textContent("[role=alert]"), /La clé n’a pas répondu/);
  await page.context().close();
});

test("the pages of mailed links hold, too", async () => {
  const page = await openPage(browser);
  const follow = async (email, path) => {
    const link = mailTo(email).match(new RegExp(`https?://\\S+${path}\\S+`))[0];
    await page.goto(link);
    assert.ok(new URL(page.url()).pathname.startsWith(path), page.url());
    assert.equal(shown(await checkPage(page)), "");
  };
  await page.goto(`${parvis.url}/mot-de-passe`);
  await page.fill("input[name=email]", parvis.accounts.member.email);
  await page.click("main button[type=submit]");
  await follow(parvis.accounts.member.email, "/mot-de-passe/");
  await signIn(page, { ...parvis.accounts.resident, url: parvis.url });
  await page.goto(`${parvis.url}/compte/adresse`);
  await page.fill("input[name=email]", "nouvelle@residents.test");
  await page.click('form[action="/compte/adresse"] button');
  await follow("nouvelle@residents.test", "/adresse/");
  await page.context().close();
});
