// What the page does in the browser: keys, links, the reader, copying. All listeners are delegated, because Gradio
// replaces what it shows. HTML comes from the server, already escaped; everything else is set as text.
(() => {
  "use strict";

  const LANGUAGE_KEY = "wenzheng-language";
  const SPAN_FIELDS = ["report", "start", "end", "hash"];
  let bridge = null; // {trigger, server} of the results component
  let composing = false;
  let dressed = false; // whether the first answer or welcome has been shown
  let opener = null; // what had the focus before the reader opened

  const byId = (id) => document.getElementById(id);
  const questionBox = () => document.querySelector("#wz-question textarea, #wz-question input");
  const shownLanguage = () => document.querySelector(".wz-masthead")?.dataset.language || "zh";
  const browserLanguage = () => (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");
  const answerCard = () => document.querySelector("#wz-results .wz-answer");

  // ---- language and address ------------------------------------------------------------------------------------

  function stored() {
    try {
      return localStorage.getItem(LANGUAGE_KEY);
    } catch {
      return null; // storage switched off: the browser's language is used each time
    }
  }

  function rememberLanguage() {
    const language = shownLanguage();
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    try {
      if (language === browserLanguage()) localStorage.removeItem(LANGUAGE_KEY);
      else localStorage.setItem(LANGUAGE_KEY, language);
    } catch {
      // as above
    }
  }

  function address() {
    return JSON.stringify({ search: location.search, language: stored() || browserLanguage() });
  }

  function withoutSpan(search) {
    const params = new URLSearchParams(search);
    SPAN_FIELDS.forEach((name) => params.delete(name));
    const rest = params.toString();
    return rest ? "?" + rest : "";
  }

  const here = (search) => location.pathname + search;

  // ---- asking --------------------------------------------------------------------------------------------------

  function asking() {
    hideTip();
    byId("wz-results")?.setAttribute("aria-busy", "true");
  }

  // Runs after every answer, whatever asked for it.
  function settled() {
    setTimeout(() => {
      byId("wz-results")?.removeAttribute("aria-busy");
      rememberLanguage();
      if (!dressed) openSidebarWhereThereIsRoom();
      dressed = true;
      const card = answerCard();
      announce(card?.dataset.spoken ?? ""); // a failure is an alert of its own
      document.title = card ? `${card.dataset.question} — 问政` : "问政 Wenzheng";
      if (card && withoutSpan(card.dataset.search) !== withoutSpan(location.search)) {
        history.pushState(null, "", here(card.dataset.search));
      }
      followSpan();
    }, 0);
  }

  // Tells screen readers the answer, not the whole evidence.
  function announce(words) {
    let region = byId("wz-live");
    if (!region) {
      region = document.createElement("div");
      region.id = "wz-live";
      region.setAttribute("role", "status");
      document.body.append(region);
    }
    region.textContent = words;
  }

  function openSidebarWhereThereIsRoom() {
    const sidebar = byId("wz-sidebar");
    if (sidebar && !sidebar.classList.contains("open") && matchMedia("(min-width: 1200px)").matches) {
      sidebar.querySelector(".toggle-button")?.click();
    }
  }

  // Opens or closes the reader as the URL says.
  function followSpan() {
    const params = new URLSearchParams(location.search);
    if (params.has("report")) openReader(location.search);
    else hideReader();
  }

  function visit(search) {
    history.pushState(null, "", here(search));
    restore();
  }

  function restore() {
    const shown = answerCard()?.dataset.search ?? "";
    if (withoutSpan(shown) === withoutSpan(location.search)) followSpan();
    else {
      asking();
      bridge?.trigger("submit");
    }
  }

  // ---- reader --------------------------------------------------------------------------------------------------

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
    let html;
    try {
      html = await bridge.server.read_report(request);
    } catch (error) {
      console.warn("The report could not be opened:", error);
      return;
    }
    if (new URLSearchParams(location.search).get("report") === null) return; // closed while it was loading
    dialog.innerHTML = html;
    if (matchMedia("(max-width: 760px)").matches) dialog.querySelector(".wz-outline")?.removeAttribute("open");
    if (!dialog.open) {
      opener = document.activeElement;
      dialog.showModal();
    }
    showPosition(search);
    const target = byId("wz-target");
    if (target) {
      target.scrollIntoView({ block: "center" });
      target.focus({ preventScroll: true });
    } else dialog.querySelector("article")?.scrollTo(0, 0);
    dialog.querySelector('.wz-outline [aria-current="true"]:not(:has(~ *))')?.scrollIntoView({ block: "nearest" });
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
    document.querySelectorAll("#wz-results .wz-chip").forEach((chip) => seen.set(chip.dataset.n, chip));
    const links = seen.size
      ? [...seen.values()].sort((a, b) => a.dataset.n - b.dataset.n)
      : [...document.querySelectorAll("#wz-results .wz-passage a[data-span]")];
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

  // ---- the sentence behind a chip ------------------------------------------------------------------------------

  function showTip(chip) {
    let tip = byId("wz-tip");
    if (!tip) {
      tip = document.createElement("div");
      tip.id = "wz-tip";
      tip.setAttribute("role", "tooltip");
      document.body.append(tip);
    }
    const quote = document.createElement("p");
    quote.textContent = chip.dataset.quote;
    const source = document.createElement("small");
    source.textContent = chip.dataset.source;
    tip.replaceChildren(quote, source);
    tip.hidden = false;
    chip.setAttribute("aria-describedby", "wz-tip");
    const box = chip.getBoundingClientRect();
    const left = Math.min(Math.max(8, box.left - 24), innerWidth - tip.offsetWidth - 8);
    const below = box.bottom + 8;
    const above = box.top - tip.offsetHeight - 8;
    tip.style.left = `${left}px`;
    tip.style.top = `${below + tip.offsetHeight > innerHeight && above > 0 ? above : below}px`;
  }

  function hideTip() {
    const tip = byId("wz-tip");
    if (tip) tip.hidden = true;
  }

  // ---- copying -------------------------------------------------------------------------------------------------

  async function copy(button, text) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement("textarea"); // no clipboard outside https and this machine
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const label = button.textContent;
    button.textContent = button.dataset.done;
    button.disabled = true;
    setTimeout(() => {
      button.textContent = label;
      button.disabled = false;
    }, 1500);
  }

  // ---- listeners -----------------------------------------------------------------------------------------------

  function onClick(event) {
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const found = (selector) => event.target.closest?.(selector);
    const link = found("a[data-span]");
    if (link && plain) {
      event.preventDefault();
      hideTip();
      const params = new URLSearchParams(link.getAttribute("href"));
      const base = new URLSearchParams(withoutSpan(location.search));
      SPAN_FIELDS.forEach((name) => params.has(name) && base.set(name, params.get(name)));
      const search = "?" + base.toString();
      history.pushState(null, "", here(search));
      openReader(search);
      return;
    }
    const heading = found('#wz-reader a[href^="#wz-section-"]');
    if (heading) {
      event.preventDefault();
      byId(heading.getAttribute("href").slice(1))?.scrollIntoView({ block: "start" });
      return;
    }
    const tool = found("[data-reader]");
    if (tool) {
      if (tool.dataset.reader === "close") closeReader();
      else step(tool.dataset.reader === "next" ? 1 : -1);
      return;
    }
    const example = found("[data-example]");
    if (example) visit("?" + new URLSearchParams({ q: example.dataset.example }));
    const copyAnswer = found("[data-copy-answer]");
    if (copyAnswer) copy(copyAnswer, answerCard().dataset.copy);
    const copyLink = found("[data-copy-link]");
    if (copyLink) copy(copyLink, location.origin + here(withoutSpan(location.search)));
  }

  function onKey(event) {
    const box = questionBox();
    // While an input method composes, Enter chooses a word; 229 is what Safari sends just after.
    if (event.key === "Enter" && event.target === box) {
      if (event.isComposing || composing || event.keyCode === 229) event.stopImmediatePropagation();
      return;
    }
    if (event.type !== "keydown") return;
    if (event.key === "Escape") hideTip();
    const typing = event.target.closest?.("input, textarea, select, [contenteditable]");
    if (event.key === "/" && !typing && !reader().open && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      box?.focus();
      box?.select();
    }
  }

  for (const type of ["keydown", "keypress"]) window.addEventListener(type, onKey, true);
  window.addEventListener("compositionstart", () => (composing = true), true);
  window.addEventListener("compositionend", () => (composing = false), true);
  document.addEventListener("click", onClick);
  window.addEventListener("popstate", restore);
  window.addEventListener("scroll", hideTip, true);
  for (const [show, hide] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(show, (event) => {
      const chip = event.target.closest?.(".wz-chip");
      if (chip) showTip(chip);
    });
    document.addEventListener(hide, (event) => event.target.closest?.(".wz-chip") && hideTip());
  }

  window.wenzheng = {
    address,
    asking,
    settled,
    connect(trigger, server) {
      bridge = { trigger, server };
    },
  };
})();
