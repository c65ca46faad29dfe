// Passkeys: `<parvis-passkey>` around a form with the fields `_suite` and `_credential`. It is
// shown where the browser knows passkeys; the form then goes with the device's answer.

class ParvisPasskey extends HTMLElement {
  connectedCallback() {
    if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
    this.hidden = false;
    this.form = this.querySelector("form");
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.ask();
    });
  }

  async ask() {
    this.querySelector("[role=alert]")?.remove();
    const { _csrf, _suite, _credential } = this.form.elements;
    try {
      const answer = await fetch(this.dataset.options, {
        method: "POST",
        headers: { accept: "application/json" },
        body: new URLSearchParams({ _csrf: _csrf.value }),
      });
      // Whoever must first prove who they are is led there by the form itself.
      if (answer.status === 409) return this.form.submit();
      if (!answer.ok) throw new Error(`the options answered ${answer.status}`);
      const { suite, options } = await answer.json();
      const credential = await (this.dataset.make ? this.make(options) : this.show(options));
      _suite.value = suite;
      _credential.value = JSON.stringify(credential);
      this.form.submit();
    } catch {
      const alert = made("p", "fault", this.dataset.failed);
      alert.setAttribute("role", "alert");
      this.form.append(alert);
      freeForm(this.form);
    }
  }

  make(options) {
    return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
  }

  show(options) {
    return navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
  }
}
customElements.define("parvis-passkey", ParvisPasskey);
