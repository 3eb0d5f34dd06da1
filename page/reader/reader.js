// The reader: opens a report at a span, steps through the citations, closes. What it shows is rendered, and escaped, by
// the server.
(() => {
  "use strict";

  const { SPAN_FIELDS, byId, here, shownLanguage, withoutSpan } = window.wenzheng;
  let opener = null; // what had the focus before the reader opened

  function reader() {
    let dialog = byId("wz-reader");
    if (!dialog) {
      dialog = document.createElement("dialog");
      dialog.id = "wz-reader";
      dialog.setAttribute("aria-labelledby", "wz-reader-title");
      dialog.addEventListener("cancel", (event) => {
        event.preventDefault();
        closeReader();
      });
      dialog.addEventListener("click", (event) => {
        if (event.target === dialog) closeReader(); // the backdrop
      });
      document.body.append(dialog);
    }
    return dialog;
  }

  async function openReader(search) {
    const params = new URLSearchParams(search);
    const request = Object.fromEntries(SPAN_FIELDS.map((name) => [name, params.get(name)]));
    request.language = shownLanguage();
    const dialog = reader();
    try {
      const html = await window.wenzheng.bridge.server.read_report(request);
      if (typeof html !== "string") throw new Error("no answer"); // Gradio does not always reject
      if (spanKey(search) !== spanKey(location.search)) return; // another was opened, or this one closed, meanwhile
      dialog.innerHTML = html;
    } catch (error) {
      console.warn("The report could not be opened:", error);
      dialog.textContent = document.querySelector(".wz-masthead").dataset.unreachable;
    }
    if (matchMedia("(max-width: 760px)").matches) dialog.querySelector(".wz-outline")?.removeAttribute("open");
    if (!dialog.open) {
      opener = document.activeElement;
      dialog.showModal();
    }
    showPosition();
    window.wenzheng.followOriginal();
    const target = byId("wz-target");
    if (target) {
      target.scrollIntoView({ block: "center" });
      target.focus({ preventScroll: true });
    } else dialog.querySelector("article")?.scrollTo(0, 0);
    const current = dialog.querySelectorAll('.wz-outline [aria-current="true"]');
    current[current.length - 1]?.scrollIntoView({ block: "nearest" });
  }

  function hideReader() {
    const dialog = byId("wz-reader");
    if (!dialog?.open) return;
    dialog.close();
    if (opener?.isConnected) opener.focus({ preventScroll: true });
  }

  function closeReader() {
    history.replaceState(null, "", here(withoutSpan(location.search)));
    hideReader();
  }

  // The places one can step through: the citations in order, or where nothing is cited the passages.
  function stops() {
    const seen = new Map();
    const within = window.wenzheng.shownTab() === "compare" ? "#wz-compare-results" : "#wz-results";
    document.querySelectorAll(`${within} .wz-chip`).forEach((chip) => seen.set(chip.dataset.n, chip));
    const links = seen.size
      ? [...seen.values()].sort((a, b) => a.dataset.n - b.dataset.n)
      : [...document.querySelectorAll(`${within} .wz-passage a[data-span]`)];
    return links.map((link) => link.getAttribute("href"));
  }

  function spanKey(search) {
    const params = new URLSearchParams(search);
    return SPAN_FIELDS.map((name) => params.get(name)).join(" ");
  }

  function stopIndex(all) {
    return all.findIndex((search) => spanKey(search) === spanKey(location.search));
  }

  function showPosition() {
    const all = stops();
    const index = stopIndex(all);
    const dialog = reader();
    const place = dialog.querySelector(".wz-position");
    if (place) place.textContent = index >= 0 ? `${index + 1} / ${all.length}` : "";
    for (const name of ["previous", "next"]) {
      const button = dialog.querySelector(`[data-reader="${name}"]`);
      if (button) button.disabled = all.length === 0 || (all.length === 1 && index === 0);
    }
  }

  function step(by) {
    const all = stops();
    if (!all.length) return;
    const index = stopIndex(all);
    const next = index < 0 ? (by > 0 ? 0 : all.length - 1) : (index + by + all.length) % all.length;
    history.replaceState(null, "", here(all[next]));
    openReader(all[next]);
  }

  // Opens or closes the reader as the URL says.
  function followSpan() {
    if (new URLSearchParams(location.search).has("report")) openReader(location.search);
    else hideReader();
  }

  Object.assign(window.wenzheng, { closeReader, followSpan, openReader, reader, step });
})();
