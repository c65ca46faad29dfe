// What the test methods of RGAA ask of every page, and no rule of axe looks at.
//
// Deliberately absent: whether a name says the right thing; docs/rgaa.toml tells who has read it.

const VAGUE = ["ici", "cliquez ici", "en savoir plus", "lire la suite", "plus", "here", "click here", "more", "read more"];

/** Faults of the page now shown: kinds links, looks, unstyled, colours, edges, hover, order, groups. */
export async function checkRgaa(page) {
  const [seen, bare] = [await spoken(page), await unstyled(page)];
  const lost = [...new Set(seen)].filter((word) => !bare.has(word));
  const faults = lost.length > 0 ? [{ kind: "unstyled", what: `gone without styles: ${lost.slice(0, 8).join(", ")}` }] : [];
  for (const check of [links, looks, colours, edges, hover, order, groups]) {
    faults.push(...(await page.evaluate(check, VAGUE)));
  }
  await page.emulateMedia({ colorScheme: "dark" });
  for (const { kind, what } of await page.evaluate(edges)) faults.push({ kind, what: `in the dark: ${what}` });
  await page.emulateMedia({ colorScheme: "light" });
  return faults;
}

function spoken(page) {
  return page.evaluate(() => document.body.innerText.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
}

/** The words that are left when no style sheet is (RGAA 10.2). */
async function unstyled(page) {
  await page.evaluate(() => [...document.styleSheets].forEach((sheet) => (sheet.disabled = true)));
  const words = new Set(await spoken(page));
  await page.evaluate(() => [...document.styleSheets].forEach((sheet) => (sheet.disabled = false)));
  return words;
}

/** Names that say nothing, or say the same of two places under one heading (6.1, 11.9). */
function links(vague) {
  const name = (element) => {
    const ids = (element.getAttribute("aria-labelledby") ?? "").split(" ").filter(Boolean);
    const said = ids.map((id) => document.getElementById(id)?.textContent ?? "").join(" ");
    return (said || element.getAttribute("aria-label") || element.textContent).replace(/\s+/g, " ").trim();
  };
  const faults = [];
  const places = new Map();
  for (const element of document.querySelectorAll("a[href], button, summary")) {
    if (!element.checkVisibility({ visibilityProperty: true })) continue;
    const own = name(element);
    const shown = element.innerText.replace(/\s+/g, " ").trim();
    if (vague.includes(own.toLowerCase())) faults.push({ kind: "links", what: `says nothing: ${own}` });
    if (!own.toLowerCase().includes(shown.toLowerCase())) {
      faults.push({ kind: "links", what: `is called otherwise than it is shown: ${own}, ${shown}` });
    }
    const place = element.getAttribute("href") ?? `${element.form?.getAttribute("action")} ${element.name} ${element.value}`;
    const context = element.closest("li, td, th, p, dd") ?? element.parentElement;
    const around = context.textContent.replace(/\s+/g, " ").trim();
    const key = `${element.localName} ${own}\n${around}`;
    const other = places.get(key);
    if (element.localName !== "summary" && other !== undefined && other !== place) {
      faults.push({ kind: "links", what: `the same name leads elsewhere: ${own}` });
    }
    places.set(key, place);
  }
  return faults;
}

/** Markup that is there for its looks alone (8.9). */
function looks() {
  const twice = (element) => element.localName === "br" && element.previousSibling?.nodeName !== "BR";
  const found = [...document.querySelectorAll("b, i, u, br, h1 br")].filter((element) => !twice(element));
  const hollow = [...document.querySelectorAll("p, li, dt, dd, h1, h2, h3, h4, blockquote, legend, caption")]
    .filter((element) => !element.textContent.trim() && !element.querySelector("img, svg, input, button") && !element.role);
  return [...found, ...hollow].map((element) => ({ kind: "looks", what: element.outerHTML.slice(0, 120) }));
}

/** Whoever declares a colour of text inherits a ground that is declared with it (10.5). */
function colours() {
  const { color, backgroundColor } = getComputedStyle(document.body);
  const clear = (value) => value === "rgba(0, 0, 0, 0)";
  const bare = [document.body, document.documentElement].every((part) => clear(getComputedStyle(part).backgroundColor));
  if (!bare) return [];
  return [{ kind: "colours", what: `text ${color} on no declared ground, ${backgroundColor}` }];
}

/** Edges of controls and marks that say something stand out by 3 to 1 (3.3). */
function edges() {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d", { willReadFrequently: true });
  const pixel = (...values) => {
    canvas.clearRect(0, 0, 1, 1);
    for (const value of values) {
      canvas.fillStyle = value;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = (rgb) => {
    const [r, g, b] = rgb.map((part) => part / 255).map((part) => (part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ratio = (one, other) => {
    const [high, low] = [light(one), light(other)].sort((a, b) => b - a);
    return (high + 0.05) / (low + 0.05);
  };
  const ground = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) layers.unshift(getComputedStyle(at).backgroundColor);
    return pixel("white", ...layers).slice(0, 3);
  };
  const faults = [];
  const judge = (element, colour, what) => {
    const around = ground(element.parentElement);
    const found = ratio(pixel(colour).slice(0, 3), around);
    if (found < 3) faults.push({ kind: "edges", what: `${found.toFixed(2)} to 1, ${what}: ${element.outerHTML.slice(0, 80)}` });
  };
  const typed = "input:not([type=hidden], [type=checkbox], [type=radio]), select, textarea, .button";
  for (const element of document.querySelectorAll(typed)) {
    if (!element.checkVisibility({ opacityProperty: true }) || element.matches(":disabled, :read-only:not(select, a, button)")) continue;
    judge(element, getComputedStyle(element).borderTopColor, "edge");
  }
  for (const element of document.querySelectorAll("svg :is(.bar, .piece, .dot, .mark)")) judge(element.closest("figure"), getComputedStyle(element).fill, "mark");
  for (const element of document.querySelectorAll("svg :is(.line, .mean, .limit)")) judge(element.closest("figure"), getComputedStyle(element).stroke, "line");
  for (const element of document.querySelectorAll("svg text")) {
    const found = ratio(pixel(getComputedStyle(element).fill).slice(0, 3), ground(element.closest("figure")));
    if (found < 4.5) faults.push({ kind: "edges", what: `${found.toFixed(2)} to 1, text of a picture: ${element.textContent}` });
  }
  return faults;
}

/** Nothing appears under the pointer or the focus, but the way to the content (10.13, 10.14, 12.11). */
function hover() {
  const shows = ["display", "visibility", "clip-path", "content", "inset-block-start", "block-size", "max-block-size"];
  const found = [];
  const visit = (rules) => {
    for (const rule of rules) {
      if (rule.cssRules?.length) visit(rule.cssRules);
      if (!/:(hover|focus)/.test(rule.selectorText ?? "") || rule.selectorText === ".skip:focus") continue;
      const wrong = shows.filter((property) => rule.style.getPropertyValue(property));
      if (wrong.length > 0) found.push({ kind: "hover", what: `${rule.selectorText}: ${wrong.join(", ")}` });
    }
  };
  for (const sheet of document.styleSheets) visit(sheet.cssRules);
  for (const titled of document.querySelectorAll("[title]:not(iframe)")) {
    found.push({ kind: "hover", what: `a title that only a pointer shows: ${titled.outerHTML.slice(0, 80)}` });
  }
  return found;
}

/** Within one block the next stop of Tab is never above, nor before on the same line (12.8, 10.3). */
function order() {
  const stops = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((element) => element.checkVisibility({ visibilityProperty: true }) && element.tabIndex >= 0);
  const block = (element) => element.closest("li, tr, fieldset, form, nav, section, header, main, footer");
  return stops.slice(1).flatMap((element, at) => {
    const before = stops[at];
    if (block(before) !== block(element)) return [];
    const [one, other] = [before.getBoundingClientRect(), element.getBoundingClientRect()];
    const above = other.bottom <= one.top + 1;
    const back = other.right <= one.left + 1 && other.bottom <= one.bottom + 1;
    return above || back ? [{ kind: "order", what: `${element.outerHTML.slice(0, 80)} comes after ${before.outerHTML.slice(0, 60)}` }] : [];
  });
}

/** Choices of one name stand in one group (11.5); a field whose label is not in sight has a head in sight (11.1). */
function groups() {
  const faults = [];
  for (const input of document.querySelectorAll("input[type=radio]")) {
    if (!input.closest("fieldset, [role=radiogroup], [role=group]")) faults.push({ kind: "groups", what: `alone: ${input.outerHTML.slice(0, 80)}` });
  }
  for (const field of document.querySelectorAll("td :is(input, select, textarea):not([type=hidden])")) {
    const cell = field.closest("td");
    const head = cell.closest("table").tHead?.rows[0]?.cells[cell.cellIndex];
    const word = head?.innerText.trim();
    if (!word) faults.push({ kind: "groups", what: `no head in sight: ${field.outerHTML.slice(0, 80)}` });
    else if (!field.labels?.length && !(field.getAttribute("aria-label") ?? "").includes(word)) {
      faults.push({ kind: "groups", what: `called otherwise than its head, ${word}: ${field.outerHTML.slice(0, 80)}` });
    }
  }
  return faults;
}
