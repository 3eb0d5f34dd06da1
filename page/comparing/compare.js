// The comparison: asking for one, sorting and unfolding its rows, taking it away as a file. HTML comes escaped from the
// server.
(() => {
  "use strict";

  const wenzheng = window.wenzheng;
  const { byId, here, withoutSpan } = wenzheng;
  const card = () => document.querySelector("#wz-compare-results .wz-compared");
  const asked = () => wenzheng.tabOf(location.search) === "compare" && new URLSearchParams(location.search).get("indicator");
  let bridge = null;

  function comparing() {
    byId("wz-compare-results")?.setAttribute("aria-busy", "true");
  }

  // Runs after every comparison, whatever asked for it.
  function compared() {
    setTimeout(() => {
      byId("wz-compare-results")?.removeAttribute("aria-busy");
      const shown = card();
      if (shown) wenzheng.showsFilters(shown.dataset.search);
      if (!shown || wenzheng.shownTab() !== "compare") return;
      wenzheng.announce(shown.dataset.spoken);
      document.title = `${shown.dataset.indicator} — 问政`;
      if (withoutSpan(shown.dataset.search) !== withoutSpan(location.search)) {
        history.pushState(null, "", here(shown.dataset.search));
      }
      wenzheng.followSpan();
    }, 0);
  }

  // Shows what the URL asks for, where that is not shown yet.
  function restoreComparison() {
    if (!bridge || !asked()) return;
    if (withoutSpan(card()?.dataset.search ?? "") === withoutSpan(location.search)) wenzheng.followSpan();
    else bridge.trigger("submit");
  }

  function sortBy(button) {
    const head = button.closest("th");
    const was = head.getAttribute("aria-sort");
    const key = button.dataset.sort;
    // Figures and years are first wanted largest first, places in their order.
    const down = was === "none" ? key !== "order" : was === "ascending";
    for (const other of head.parentElement.querySelectorAll("[aria-sort]")) other.setAttribute("aria-sort", "none");
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    for (const body of head.closest("table").tBodies) {
      const rows = [...body.rows].sort((a, b) => (a.dataset[key] - b.dataset[key]) * (down ? -1 : 1));
      body.append(...rows);
    }
  }

  function toggle(button, shown) {
    const words = button.textContent;
    button.textContent = button.dataset.other;
    button.dataset.other = words;
    button.setAttribute("aria-expanded", String(shown));
  }

  async function take(button) {
    const request = {
      search: card().dataset.search,
      language: wenzheng.shownLanguage(),
      origin: location.origin + location.pathname,
      form: button.dataset.compareFile,
    };
    const text = await bridge.server.file(request).catch(() => null);
    if (typeof text !== "string" || !text) {
      wenzheng.announce(document.querySelector(".wz-masthead").dataset.unreachable);
      return;
    }
    if (request.form === "tsv") {
      wenzheng.copy(button, text);
      return;
    }
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
    link.download = "wenzheng-compare.csv";
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  document.addEventListener("click", (event) => {
    const found = (selector) => event.target.closest?.(selector);
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    const link = found("a[data-compare]");
    if (link && plain) {
      event.preventDefault();
      history.pushState(null, "", here(link.getAttribute("href")));
      wenzheng.followTab();
      restoreComparison();
      return;
    }
    const sort = found("[data-sort]");
    if (sort) sortBy(sort);
    const unfold = found("[data-unfold]");
    if (unfold) {
      const box = unfold.closest("p").previousElementSibling;
      const lists = box.matches(".wz-unfolds") ? [box] : [...box.querySelectorAll(".wz-stated")];
      const shown = lists.map((rows) => !rows.classList.toggle("wz-folded"));
      toggle(unfold, shown[0]);
    }
    const absent = found("[data-absent]");
    if (absent) {
      const rows = card().querySelector(".wz-absent");
      rows.hidden = !rows.hidden;
      toggle(absent, !rows.hidden);
    }
    const file = found("[data-compare-file]");
    if (file) take(file);
  });
  window.addEventListener("popstate", restoreComparison);

  wenzheng.showAgain.compare = () => bridge?.trigger("submit");
  Object.assign(wenzheng, {
    compared,
    comparing,
    connectCompare(trigger, server) {
      bridge = { trigger, server };
      restoreComparison();
    },
  });
})();
