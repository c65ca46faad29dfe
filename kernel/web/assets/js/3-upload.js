// Files on their way: `<parvis-upload>` around a file input shows how far the form has come.

class ParvisUpload extends HTMLElement {
  connectedCallback() {
    const form = this.closest("form");
    if (!form || this.ready) return;
    this.ready = true;
    this.input = this.querySelector("input[type=file]");
    form.addEventListener("submit", (event) => {
      // One of several upload fields sends for all.
      if (event.defaultPrevented || !this.input.files.length) return;
      event.preventDefault();
      if (this.busy) return;
      this.send(form, event.submitter);
    });
  }

  show() {
    this.box?.remove();
    this.box = made("div", "sending");
    const label = made("label", "", this.dataset.sending);
    this.bar = made("progress");
    this.bar.max = 100;
    this.bar.id = `${this.input.id}-bar`;
    label.htmlFor = this.bar.id;
    const cancel = made("button", "button quiet", this.dataset.cancel);
    cancel.type = "button";
    cancel.addEventListener("click", () => this.request.abort());
    this.box.append(label, this.bar, cancel);
    this.append(this.box);
  }

  tell(text) {
    const line = made("p", "fault", text);
    line.setAttribute("role", "alert");
    this.box.replaceChildren(line);
  }

  /** Sends the whole form; the answer, a page or a way to one, is then shown as if by a click. */
  send(form, submitter) {
    const request = new XMLHttpRequest();
    this.request = request;
    this.busy = true;
    this.show();
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) this.bar.value = Math.floor((event.loaded / event.total) * 100);
    });
    request.addEventListener("load", () => this.arrived(form, request, submitter));
    request.addEventListener("loadend", () => { this.busy = false; });
    request.addEventListener("error", () => this.failed(form, this.dataset.failed));
    request.addEventListener("abort", () => this.failed(form, this.dataset.cancelled));
    request.open("POST", submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? "");
    request.setRequestHeader("X-Parvis-Upload", "1");
    request.send(new FormData(form, submitter));
  }

  failed(form, text) {
    freeForm(form);
    this.tell(text);
  }

  arrived(form, request, submitter) {
    unsaved.clear();
    if (request.status < 300 && request.responseURL) {
      location.assign(request.responseURL);
      return;
    }
    // Refused: the answer is the form again with what is wrong. htmx puts it in place.
    const faulty = request.status === 422 && window.htmx;
    if (!faulty) {
      this.failed(form, this.dataset.failed);
      return;
    }
    const answer = { target: "#main", select: "#main", swap: "outerHTML", text: request.responseText };
    window.htmx.swap({ ...answer, sourceElement: form }).then(focusFaults);
  }
}

customElements.define("parvis-upload", ParvisUpload);
