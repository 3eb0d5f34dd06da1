// Asking beyond question and answer: the stages and the stop button, one's own questions, judging an answer. The words
// come from the server; questions are set as text.
(() => {
  "use strict";

  const wenzheng = window.wenzheng;
  const { byId } = wenzheng;
  const MOST_QUESTIONS = 50;
  const SHOWN_AFTER_MS = 150;
  let ticket = null; // of the question being answered
  let waiting = 0;

  // ---- stages --------------------------------------------------------------------------------------------------

  const newTicket = () => [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");

  // Returns the ticket by which the server tells how far this question is.
  function begin() {
    clearTimeout(waiting);
    const mine = (ticket = newTicket());
    waiting = setTimeout(() => mine === ticket && showStages(mine), SHOWN_AFTER_MS);
    return mine;
  }

  function end() {
    clearTimeout(waiting);
    ticket = null;
    const bar = document.querySelector(".wz-progress");
    if (bar) bar.hidden = true;
  }

  async function showStages(mine) {
    const bar = document.querySelector(".wz-progress");
    if (!bar) return;
    bar.querySelector("button").disabled = false;
    bar.querySelector("button").textContent = bar.dataset.stop;
    mark(bar, "parse");
    bar.hidden = false;
    while (mine === ticket) {
      try {
        const stage = await wenzheng.bridge.server.stage_of({ ticket: mine });
        if (mine === ticket && stage) mark(bar, stage);
      } catch {
        // the answer's own failure is shown where the answer would be
      }
      await new Promise((resolve) => setTimeout(resolve, SHOWN_AFTER_MS));
    }
  }

  function mark(bar, stage) {
    for (const item of bar.querySelectorAll("[data-stage]")) {
      if (item.dataset.stage === stage) item.setAttribute("aria-current", "step");
      else item.removeAttribute("aria-current");
    }
  }

  function stop(button) {
    button.disabled = true;
    button.textContent = button.closest(".wz-progress").dataset.stopping;
    if (ticket) wenzheng.bridge.server.stop({ ticket });
  }

  // ---- one's own questions -------------------------------------------------------------------------------------

  // The list with the question shown put first; shown in the sidebar, and kept by Gradio in this browser.
  function remember(entries, card) {
    let kept = Array.isArray(entries) ? entries.filter((entry) => entry && typeof entry.search === "string") : [];
    if (card && !("talk" in card.dataset) && kept[0]?.search !== card.dataset.search) {
      kept = kept.filter((entry) => entry.question !== card.dataset.whole);
      kept.unshift({ search: card.dataset.search, question: card.dataset.whole });
      kept = kept.slice(0, MOST_QUESTIONS);
    }
    showHistory(kept);
    return kept;
  }

  function showHistory(entries) {
    const box = document.querySelector(".wz-history");
    if (!box) return;
    box.querySelector("ol").replaceChildren(
      ...entries.map((entry) => {
        const link = document.createElement("a");
        link.href = entry.search.startsWith("?") ? entry.search : "?";
        link.dataset.visit = "";
        link.textContent = String(entry.question);
        const item = document.createElement("li");
        item.append(link);
        return item;
      }),
    );
    box.querySelector("p").hidden = entries.length > 0;
    box.querySelector("button").hidden = entries.length === 0;
  }

  // ---- judging -------------------------------------------------------------------------------------------------

  async function judge(form, verdict) {
    const buttons = form.querySelectorAll("button");
    for (const button of buttons) button.disabled = true;
    let said;
    try {
      said = await wenzheng.bridge.server.judge({
        token: form.dataset.token,
        verdict,
        note: form.elements.note.value,
        language: wenzheng.shownLanguage(),
      });
    } catch (error) {
      console.warn("The verdict could not be sent:", error);
    }
    if (typeof said?.words !== "string") said = { words: document.querySelector(".wz-masthead").dataset.unreachable };
    if (said.done) form.querySelectorAll("button, .wz-verdict-note").forEach((each) => each.remove());
    else for (const button of buttons) button.disabled = false;
    form.querySelector(".wz-verdict-said").textContent = said.words;
  }

  // ---- the sidebar's names -------------------------------------------------------------------------------------

  function nameControls() {
    const words = document.querySelector(".wz-masthead")?.dataset;
    if (!words) return;
    const toggle = document.querySelector("#wz-sidebar .toggle-button");
    if (toggle && toggle.getAttribute("aria-label") !== words.sidebar) {
      toggle.setAttribute("aria-label", words.sidebar);
      toggle.title = words.sidebar;
    }
    for (const name of ["places", "years", "kinds"]) {
      const input = document.querySelector(`#wz-${name} input`);
      const shown = document.querySelector(`#wz-${name} .token`) ? "" : words.all;
      if (input && input.placeholder !== shown) input.placeholder = shown;
    }
  }

  // ---- listeners -----------------------------------------------------------------------------------------------

  document.addEventListener("click", (event) => {
    // On a phone the sidebar covers the answer.
    if (event.target.closest?.(".wz-history a") && matchMedia("(max-width: 760px)").matches) {
      document.querySelector("#wz-sidebar.open .toggle-button")?.click();
    }
    const stopper = event.target.closest?.(".wz-progress button");
    if (stopper) stop(stopper);
    if (event.target.closest?.("[data-forget]")) wenzheng.forgetHistory?.("submit");
    const verdict = event.target.closest?.("[data-verdict]");
    if (!verdict) return;
    const form = verdict.closest("form");
    if (verdict.dataset.verdict === "up") judge(form, "up");
    else {
      const note = form.querySelector(".wz-verdict-note");
      note.hidden = !note.hidden;
      verdict.setAttribute("aria-expanded", String(!note.hidden));
      if (!note.hidden) form.elements.note.focus();
    }
  });
  document.addEventListener("submit", (event) => {
    if (!event.target.closest?.(".wz-verdict")) return;
    event.preventDefault();
    judge(event.target, "down");
  });
  new MutationObserver(nameControls).observe(document, { childList: true, subtree: true });

  Object.assign(wenzheng, {
    progress: { begin, end },
    remember,
    connectHistory(trigger) {
      wenzheng.forgetHistory = trigger;
    },
    forget() {
      showHistory([]);
      return [];
    },
  });
})();
