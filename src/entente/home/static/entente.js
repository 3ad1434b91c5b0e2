/* Small comforts; every page works without this file. Behaviour attaches to data- attributes only. */
(function () {
  "use strict";

  // Typed text is not lost by leaving a page by mistake.
  document.querySelectorAll("form[data-keep]").forEach(function (form) {
    var changed = form.hasAttribute("data-changed"), sending = false;
    form.addEventListener("input", function () { changed = true; });
    form.addEventListener("submit", function (event) {
      if (sending) { event.preventDefault(); return; } // a second click says the same thing again
      sending = true;
      window.setTimeout(function () { sending = false; }, 5000); // an answer that never came may be asked for again
    });
    window.addEventListener("pageshow", function () { sending = false; });
    window.addEventListener("beforeunload", function (event) {
      if (changed && !sending) { event.preventDefault(); event.returnValue = ""; }
    });
  });

  // What was typed into a form that must not be lost comes back after a reload, in this tab alone and until it is sent.
  document.querySelectorAll("form[data-draft]").forEach(function (form) {
    var place = "draft " + form.dataset.draft, kept = [];
    if (form.hasAttribute("data-changed")) { window.sessionStorage.removeItem(place); } // the server gave it back
    try { kept = JSON.parse(window.sessionStorage.getItem(place) || "[]"); } catch (bent) { kept = []; }
    kept.forEach(function (pair) {
      form.querySelectorAll("[name='" + pair[0] + "']").forEach(function (field) {
        if (field.type === "checkbox" || field.type === "radio") {
          if (field.value === pair[1]) { field.checked = true; }
        } else { field.value = pair[1]; }
      });
    });
    form.addEventListener("input", function () {
      var said = [];
      new FormData(form).forEach(function (value, name) {
        if (name !== "csrfmiddlewaretoken" && typeof value === "string" && value) { said.push([name, value]); }
      });
      window.sessionStorage.setItem(place, JSON.stringify(said));
    });
    form.addEventListener("submit", function () { window.sessionStorage.removeItem(place); });
  });

  // A choice that is an address goes there at once (the button stays for those without scripts).
  document.addEventListener("change", function (event) {
    var form = event.target.form;
    if (form && form.hasAttribute("data-submit-on-change") && event.target.checkValidity()) { form.requestSubmit(); }
  });

  // The person menu closes on Escape and when one goes elsewhere.
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") { return; }
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    });
  });
  document.addEventListener("click", function (event) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (!menu.contains(event.target)) { menu.open = false; }
    });
  });

  // On a phone the conditions of a list are folded away until they are asked for.
  var narrow = window.matchMedia("(max-width: 40rem)");
  function fold() {
    document.querySelectorAll("details[data-fold]").forEach(function (part) { part.open = !narrow.matches; });
  }
  narrow.addEventListener("change", fold);
  fold();

  // The address of a list holds only what was chosen.
  document.addEventListener("htmx:configRequest", function (event) {
    if (!event.target.matches("form.filters")) { return; }
    var asked = event.detail.parameters;
    Object.keys(asked).forEach(function (name) { if (asked[name] === "") { delete asked[name]; } });
  });

  // A list that changed under the filters says its new count to those who cannot see it.
  document.addEventListener("htmx:afterSettle", function () {
    var said = document.querySelector("#register [data-say]"), status = document.getElementById("status");
    if (said && status) { status.textContent = said.textContent.replace(/\s+/g, " ").trim(); }
  });

  // What went wrong is where the eyes and the keyboard are.
  var summary = document.querySelector("#form .error-summary, form.entrance .error-summary");
  if (summary) { summary.focus(); }
})();
