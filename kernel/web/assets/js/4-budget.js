// Budgets that add themselves up: `<parvis-budget>` around two tables of money inputs.

/** Cents of an amount as people type it: `1 250,5`, `1250.50`, `1.250,50 €`; NaN if unreadable. */
function centsOf(typed) {
  let plain = typed.replace(/[\s\u00a0\u202f€]/g, "");
  if (!plain) return 0;
  if (plain.includes(",")) plain = plain.replaceAll(".", "").replace(",", ".");
  return /^\d{1,12}(\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : NaN;
}

function euros(cents) {
  const lang = document.documentElement.lang;
  return new Intl.NumberFormat(lang, { style: "currency", currency: "EUR" }).format(cents / 100);
}

class ParvisBudget extends HTMLElement {
  connectedCallback() {
    if (this.tables) return;
    this.tables = [...this.querySelectorAll("table[data-side]")];
    for (const table of this.tables) {
      const add = made("button", "button quiet add", this.dataset.add);
      add.type = "button";
      const title = table.caption.textContent;
      add.setAttribute("aria-label", `${this.dataset.add} – ${title}`);
      add.addEventListener("click", () => this.addRow(table));
      const place = made("div");
      table.before(place);
      place.append(table, add);
    }
    this.addEventListener("input", () => this.total());
    this.total();
  }

  addRow(table) {
    const body = table.tBodies[0];
    const row = body.rows[body.rows.length - 1].cloneNode(true);
    const line = body.rows.length + 1;
    row.querySelectorAll(".fault").forEach((fault) => fault.remove());
    for (const input of row.querySelectorAll("input")) {
      input.value = "";
      input.removeAttribute("aria-invalid");
      input.removeAttribute("aria-describedby");
      input.id = input.id.replace(/\d+$/, line);
      input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+$/, line));
    }
    body.append(row);
    row.querySelector("input").focus();
  }

  total() {
    const sums = this.tables.map((table) => {
      const amounts = [...table.querySelectorAll("input[data-side]")].map((input) => centsOf(input.value));
      const sum = amounts.reduce((a, b) => a + b, 0);
      table.querySelector("output").textContent = Number.isNaN(sum) ? "–" : euros(sum);
      return sum;
    });
    const line = this.querySelector(".balance");
    const [expense, income] = sums;
    const difference = income - expense;
    line.classList.toggle("good", difference === 0 && expense > 0);
    line.classList.toggle("bad", difference !== 0);
    let text = "";
    if (Number.isNaN(difference)) text = this.dataset.unread;
    else if (difference < 0) text = `${this.dataset.missing} ${euros(-difference)}.`;
    else if (difference > 0) text = `${this.dataset.over} ${euros(difference)}.`;
    else if (expense > 0) text = this.dataset.balanced;
    clearTimeout(this.timer);
    // Told after a pause, so that not each digit is read out.
    this.timer = setTimeout(() => { if (line.textContent !== text) line.textContent = text; }, this.begun ? 600 : 0);
    this.begun = true;
  }
}

customElements.define("parvis-budget", ParvisBudget);
