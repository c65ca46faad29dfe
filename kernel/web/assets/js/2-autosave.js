// Forms that keep themselves: `<parvis-autosave>` inside a form.

const PAUSE_MS = 800;
const RETRY_MS = [2000, 5000, 15000, 60000];

/** What a form holds, without files, tokens and the version. */
function contentOf(form) {
  const pairs = [...new FormData(form)];
  return pairs.filter(([name, value]) => typeof value === "string" && !["_csrf", "_key", "_version"].includes(name));
}

/** The copy in this tab, of this person's form alone: nothing if the browser keeps nothing. */
const shelf = {
  put(key, value) { try { sessionStorage.setItem(key, JSON.stringify(value)); } catch { /* full or forbidden */ } },
  take(key) { try { return JSON.parse(sessionStorage.getItem(key)); } catch { return null; } },
  drop(key) { try { sessionStorage.removeItem(key); } catch { /* forbidden */ } },
};

const KEPT_MS = 7 * 86400000;

/** Copies go with the session, however it ends, with the tab, and after a week in any case. */
function clearShelf(all) {
  try {
    for (const key of Object.keys(sessionStorage).filter((key) => key.startsWith("parvis:"))) {
      if (all || !(Date.now() - shelf.take(key)?.at < KEPT_MS)) shelf.drop(key);
    }
  } catch { /* forbidden */ }
}
clearShelf(!document.querySelector(".account"));
document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action") === "/deconnexion") clearShelf(true);
});

/** Shows or clears what is wrong with a field. */
function showFault(form, name, message) {
  const id = `f-${name.replace(/[^A-Za-z0-9_]/g, "-")}`;
  const control = form.querySelector(`#${CSS.escape(id)}`);
  const field = control?.closest(".field");
  if (!field) return;
  let fault = document.getElementById(`${id}-fault`);
  const described = new Set((control.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
  if (message) {
    if (!fault) {
      fault = made("p", "fault");
      fault.id = `${id}-fault`;
      const label = field.querySelector("label, legend");
      (field.querySelector(".hint") ?? label).after(fault);
    }
    fault.textContent = message;
    described.add(fault.id);
    control.setAttribute("aria-invalid", "true");
  } else {
    fault?.remove();
    described.delete(`${id}-fault`);
    control.removeAttribute("aria-invalid");
  }
  field.classList.toggle("faulty", Boolean(message));
  if (described.size) control.setAttribute("aria-describedby", [...described].join(" "));
  else control.removeAttribute("aria-describedby");
}

class ParvisAutosave extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    if (!this.form || this.status) return;
    this.status = this.querySelector("[role=status]");
    this.key = `parvis:${this.dataset.key}`;
    this.tries = 0;
    this.faulty = new Set();
    this.restore();
    this.form.addEventListener("input", () => this.changed());
    this.form.addEventListener("change", () => this.changed());
    this.form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      clearTimeout(this.timer);
      this.running?.abort();
      unsaved.delete(this);
      const kept = shelf.take(this.key);
      if (kept) shelf.put(this.key, { ...kept, sent: true });
    });
    addEventListener("online", () => unsaved.has(this) && this.send());
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    unsaved.delete(this);
  }

  say(state, more = "") {
    this.dataset.state = state;
    const text = this.dataset[state.replace("-o", "O")] ?? "";
    this.status.textContent = more ? `${text} ${more}` : text;
  }

  changed() {
    unsaved.add(this);
    this.stale = true;
    shelf.put(this.key, { at: Date.now(), version: this.version()?.value, content: contentOf(this.form) });
    if (this.dataset.state === "conflict") return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), PAUSE_MS);
  }

  version() {
    return this.form.querySelector("input[name='_version']");
  }

  /** What was typed and never reached the server is put back; offered, if the record changed. */
  restore() {
    const kept = shelf.take(this.key);
    if (!kept) return;
    const same = JSON.stringify(kept.content) === JSON.stringify(contentOf(this.form));
    const unchanged = kept.version === this.version()?.value;
    if (same || (kept.sent && !unchanged)) {
      shelf.drop(this.key);
    } else if (unchanged) {
      this.putBack(kept);
    } else {
      const button = made("button", "button quiet", this.dataset.putBack);
      button.type = "button";
      button.addEventListener("click", () => {
        button.remove();
        this.putBack(kept);
      });
      this.say("kept");
      this.append(button);
    }
  }

  putBack(kept) {
    const places = new Map();
    for (const [name, value] of kept.content) places.set(name, [...(places.get(name) ?? []), value]);
    for (const control of this.form.elements) {
      if (!control.name || ["hidden", "file", "submit", "button", "password"].includes(control.type)) continue;
      const values = places.get(control.name) ?? [];
      if (["checkbox", "radio"].includes(control.type)) control.checked = values.includes(control.value);
      else if (values.length) control.value = values.shift();
    }
    this.form.querySelectorAll("textarea, [data-side]").forEach((control) => control.dispatchEvent(new Event("input", { bubbles: true })));
    this.say("restored");
    this.changed();
  }

  async send() {
    if (this.running) {
      this.stale = true;
      return;
    }
    this.stale = false;
    const running = new AbortController();
    this.running = running;
    const slow = setTimeout(() => running.abort(new Error("slow")), 20000);
    this.say("saving");
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    try {
      const answer = await fetch(this.dataset.url, {
        method: "POST",
        body: new URLSearchParams(body),
        headers: { "X-Parvis-Autosave": "1", Accept: "application/json" },
        redirect: "manual",
        signal: running.signal,
      });
      await this.heard(answer);
    } catch (error) {
      if (error.name !== "AbortError") this.retry();
    } finally {
      clearTimeout(slow);
      this.running = null;
    }
    if (this.stale && unsaved.has(this) && this.dataset.state === "saved") this.send();
  }

  async heard(answer) {
    if (answer.status === 409) return this.say("conflict");
    if (answer.status === 401 || answer.type === "opaqueredirect") return this.say("signed-out");
    if (answer.status >= 500 || answer.status === 429) return this.retry();
    const said = await answer.json().catch(() => ({}));
    this.showFaults(said.faults);
    if (!answer.ok) return this.say("refused", said.detail);
    this.tries = 0;
    const version = this.version();
    if (version && said.version !== undefined) version.value = said.version;
    if (!this.stale) {
      unsaved.delete(this);
      shelf.drop(this.key);
    }
    this.say("saved", said.saved_at_text);
    if (this.faulty.size) this.status.textContent += `. ${this.dataset.faulty}`;
  }

  /** Faults as `{field: message}` or, from a problem, `[{field, message}]`. */
  showFaults(faults = {}) {
    const pairs = Array.isArray(faults) ? faults.map((f) => [f.field, f.message]) : Object.entries(faults);
    const now = new Map(pairs);
    for (const name of this.faulty) if (!now.has(name)) showFault(this.form, name, "");
    for (const [name, message] of now) showFault(this.form, name, message);
    this.faulty = new Set(now.keys());
  }

  retry() {
    this.say("offline");
    const wait = RETRY_MS[Math.min(this.tries, RETRY_MS.length - 1)];
    this.tries += 1;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), wait * (0.8 + Math.random() * 0.4));
  }
}

customElements.define("parvis-autosave", ParvisAutosave);
