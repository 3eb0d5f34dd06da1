// What the page does in the browser: asking, keys, links, copying. All listeners are delegated, because Gradio replaces
// what it shows. HTML comes from the server, already escaped; everything else is set as text.
(() => {
  "use strict";

  const wenzheng = window.wenzheng;
  const { SPAN_FIELDS, byId, closeReader, followSpan, here, openReader, reader, step, withoutSpan } = wenzheng;
  let composing = false;
  let dressed = false; // whether the first answer or welcome has been shown

  const questionBox = () =>
    document.querySelector(["textarea", "input"].map((tag) => `${wenzheng.shownTab() === "compare" ? "#wz-indicator" : "#wz-question"} ${tag}`).join());
  const answerCard = () => document.querySelector("#wz-results .wz-answer");

  // ---- asking --------------------------------------------------------------------------------------------------

  // Returns what the server is told of the page: a new question is asked after the one shown, the same one again as it
  // was asked.
  function asking(isNew) {
    hideTip();
    busy();
    const card = answerCard();
    const after = card ? "?" + new URLSearchParams({ after: card.dataset.turns }) : "";
    return wenzheng.address(isNew ? after : (card?.dataset.search ?? ""), wenzheng.progress.begin());
  }

  // The same for what the URL asks for.
  function restoring() {
    busy();
    return wenzheng.address(undefined, wenzheng.progress.begin());
  }

  const busy = () => byId("wz-results")?.setAttribute("aria-busy", "true");

  // The examples of the interface tab name the address this page was opened at.
  function nameOrigin() {
    for (const code of document.querySelectorAll("code[data-origin]")) {
      code.textContent = code.textContent.replaceAll(code.dataset.origin, location.origin);
      code.removeAttribute("data-origin");
    }
  }

  // Runs after every answer, whatever asked for it; returns the questions asked, with this one.
  function settled(entries) {
    wenzheng.progress.end();
    setTimeout(() => {
      byId("wz-results")?.removeAttribute("aria-busy");
      wenzheng.rememberLanguage();
      if (!dressed) openSidebarWhereThereIsRoom();
      dressed = true;
      const card = answerCard();
      if (card) wenzheng.showsFilters(card.dataset.search);
      if (wenzheng.tabOf(location.search) !== "ask") {
        followSpan();
        return; // the URL and the title are another tab's
      }
      announce(card?.dataset.spoken ?? ""); // a failure is an alert of its own
      document.title = card ? `${card.dataset.question} — 问政` : "问政 Wenzheng";
      if (card && withoutSpan(card.dataset.search) !== withoutSpan(location.search)) {
        history.pushState(null, "", here(card.dataset.search));
      }
      followSpan();
    }, 0);
    return [wenzheng.remember(entries, answerCard())];
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

  function visit(search) {
    history.pushState(null, "", here(search));
    restore();
  }

  function restore() {
    wenzheng.followTab();
    if (wenzheng.tabOf(location.search) !== "ask") {
      followSpan();
      return;
    }
    const shown = answerCard()?.dataset.search ?? "";
    if (withoutSpan(shown) === withoutSpan(location.search)) followSpan();
    else showAgain();
  }

  // Shows what the URL asks for, its filters too.
  function showAgain() {
    asking(false);
    wenzheng.bridge?.trigger("submit");
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
    const again = found("a[data-visit]");
    if (again && plain) {
      event.preventDefault();
      visit(again.getAttribute("href"));
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
    const copyCode = found("[data-copy-code]");
    if (copyCode) copy(copyCode, copyCode.closest("section").querySelector("code").textContent);
    const copyCitation = found("[data-copy-citation]");
    if (copyCitation) copy(copyCitation, copyCitation.parentElement.dataset.references);
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
  // Gradio puts a tab's content in when it is first opened, and again with the language.
  new MutationObserver(nameOrigin).observe(document, { childList: true, subtree: true });
  window.addEventListener("popstate", restore);
  window.addEventListener("scroll", hideTip, true);
  for (const [show, hide] of [["mouseover", "mouseout"], ["focusin", "focusout"]]) {
    document.addEventListener(show, (event) => {
      const chip = event.target.closest?.(".wz-chip");
      if (chip) showTip(chip);
    });
    document.addEventListener(hide, (event) => event.target.closest?.(".wz-chip") && hideTip());
  }

  // Gradio's side: the results component hands over how to call Python, its events call asking and settled.
  wenzheng.showAgain.ask = showAgain;
  Object.assign(wenzheng, {
    announce,
    asking,
    restoring,
    copy,
    settled,
    connect(trigger, server) {
      wenzheng.bridge = { trigger, server };
    },
  });
})();
