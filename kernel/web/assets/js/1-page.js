// What every page does once it is there. All files of this folder are joined into one module.
//
// Nothing here is needed: every page works without it. Texts come from data attributes; nothing
// is ever written as HTML but what htmx swaps, through the one Trusted Types policy below.

/** Makes an element with a class and a text. */
function made(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) element.textContent = text;
  return element;
}

/** Trust for htmx alone: answers of our own origin become documents, whose scripts never run. */
function trustAnswers() {
  if (!window.htmx) return;
  const refuse = () => ({ call() { throw new Error("no evaluation of attributes"); } });
  const policy = window.trustedTypes?.createPolicy("parvis-htmx", {
    createHTML: (html) => html,
    createScript: () => "",
  });
  window.htmx.registerExtension("parvis", {
    init: (api) => api.initSecurity(policy, refuse, refuse),
    // A fragment of another origin, or one that is not HTML, is never swapped in.
    htmx_before_swap: (_, { ctx }) => {
      const from = ctx?.response?.raw?.url;
      const kind = ctx?.response?.headers?.get("content-type") ?? "";
      return !from || (new URL(from).origin === location.origin && kind.startsWith("text/html"));
    },
    htmx_after_swap: (_, { ctx }) => tellChange(ctx?.sourceElement),
  });
}

/** What a filter, an order or a page has changed, told to whoever does not see it. */
function tellChange(source) {
  const place = source?.closest("[data-hx-target]")?.dataset.hxTarget;
  const told = place && document.querySelector(place)?.querySelector(".empty, [role=status], .listing-title");
  if (told) document.getElementById("notice")?.replaceChildren(made("p", "visually-hidden", told.textContent));
}

/** The summary of faults is read first. */
function focusFaults() {
  const faults = document.getElementById("faults");
  if (!faults) return;
  faults.focus();
  document.title = `${faults.querySelector("h2")?.textContent} – ${document.title}`;
}

/** A second click on the same button sends nothing; coming back by the browser's arrow frees it. */
function guardForms() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    event.submitter?.setAttribute("aria-disabled", "true");
    setTimeout(() => freeForm(form), 15000);
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(freeForm));
}

function freeForm(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
}

/** `data-confirm` on a form or a button: the question is asked before anything is sent. */
function askFirst() {
  document.addEventListener("submit", (event) => {
    const question = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
    if (question && !window.confirm(question)) event.preventDefault();
  }, true);
}

/** Menus close on Escape and when one goes elsewhere. */
function closeMenus() {
  const open = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open().forEach((menu) => {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", (event) => {
    open().forEach((menu) => {
      const nav = menu.closest("nav");
      if (!menu.contains(event.target) && !nav?.contains(event.target)) menu.open = false;
    });
  });
}

/** Unsaved changes of a form with `parvis-autosave` or `data-warn`: asked before leaving. */
const unsaved = new Set();
addEventListener("beforeunload", (event) => {
  if (unsaved.size) event.preventDefault();
});

/** `<parvis-dialog>`: its `<details>` becomes a modal `<dialog>`. */
class ParvisDialog extends HTMLElement {
  connectedCallback() {
    const details = this.querySelector("details");
    const body = details?.querySelector(".unfolded");
    if (!body || this.querySelector("dialog")) return;
    const dialog = made("dialog");
    const title = body.querySelector("h2");
    const opener = made("button", details.querySelector("summary").className);
    opener.type = "button";
    opener.textContent = details.querySelector("summary").textContent;
    opener.setAttribute("aria-haspopup", "dialog");
    const close = made("button", "button quiet close", this.dataset.close);
    close.type = "button";
    close.addEventListener("click", () => dialog.close());
    opener.addEventListener("click", () => dialog.showModal());
    dialog.addEventListener("click", (event) => {
      if (event.target === dialog) dialog.close();
    });
    dialog.id = details.id;
    if (title?.id) dialog.setAttribute("aria-labelledby", title.id);
    dialog.append(close, body);
    details.replaceWith(opener, dialog);
    // A form sent back with faults is shown again where it was.
    if (dialog.querySelector("[aria-invalid='true'], .faults")) dialog.showModal();
  }
}

/** `<parvis-count>`: characters left, told politely once typing pauses. */
class ParvisCount extends HTMLElement {
  connectedCallback() {
    const area = document.getElementById(this.dataset.for);
    if (!area || this.area) return;
    this.area = area;
    const seen = made("span");
    seen.setAttribute("aria-hidden", "true");
    const heard = made("span", "visually-hidden");
    heard.setAttribute("role", "status");
    this.replaceChildren(seen, heard);
    const tell = () => {
      const left = Number(this.dataset.max) - [...area.value].length;
      const over = left < 0;
      const text = `${Math.abs(left).toLocaleString(document.documentElement.lang)} `
        + (over ? this.dataset.over : this.dataset.left);
      this.classList.toggle("over", over);
      seen.textContent = text;
      return text;
    };
    area.addEventListener("input", () => {
      const text = tell();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => { heard.textContent = text; }, 1200);
    });
    tell();
  }
}

trustAnswers();
askFirst();
guardForms();
closeMenus();
focusFaults();
customElements.define("parvis-dialog", ParvisDialog);
customElements.define("parvis-count", ParvisCount);
