// Which tab is open stands in the URL (?tab=library), and the URL's tab is opened. The first tab needs no name there.
(() => {
  "use strict";

  const wenzheng = window.wenzheng;
  const { byId, here } = wenzheng;
  const RETRY_MS = 50;
  const TRIES = 40;
  let known = null; // the tab last seen; null until the URL's was opened

  const tabOf = (search) => new URLSearchParams(search).get("tab") || "ask";
  const buttonOf = (name) => document.querySelector(`#wz-tabs [role="tab"][data-tab-id="${CSS.escape(name)}"]`);
  const shownTab = () => document.querySelector('#wz-tabs [role="tab"][aria-selected="true"]')?.dataset.tabId;

  // What the URL says while a tab shows what it shows.
  function searchOf(name) {
    if (name === "ask") return document.querySelector("#wz-results .wz-answer")?.dataset.search ?? "";
    if (name === "compare") return document.querySelector("#wz-compare-results .wz-compared")?.dataset.search ?? "?tab=compare";
    return "?" + new URLSearchParams({ tab: name });
  }

  // The sidebar's filters are one for all tabs. Where a link set them for one tab, the other is shown again, with those
  // it was asked with.
  const filtersOf = (search) => {
    const fields = new URLSearchParams(search);
    return JSON.stringify(["place", "year", "kind"].map((name) => fields.getAll(name)));
  };
  let filters = null; // of what was shown last

  function showsFilters(search) {
    filters = filtersOf(search);
  }

  function followFilters(name) {
    const search = searchOf(name);
    const isShown = document.querySelector(name === "ask" ? "#wz-results .wz-answer" : "#wz-compare-results .wz-compared");
    if (isShown && filters !== null && filtersOf(search) !== filters) wenzheng.showAgain[name]?.();
  }

  function followTab(tries = TRIES) {
    const wanted = tabOf(location.search);
    const button = buttonOf(wanted) ?? buttonOf("ask");
    if (!button) return;
    if (button.dataset.tabId === shownTab()) {
      known = button.dataset.tabId;
      return;
    }
    button.click();
    if (tries > 0) setTimeout(() => known === null && followTab(tries - 1), RETRY_MS); // before Gradio listens
  }

  function onChange() {
    const shown = shownTab();
    if (!shown) return;
    if (known === null) {
      followTab();
      return;
    }
    if (shown === known) return;
    known = shown;
    if (tabOf(location.search) !== shown) history.pushState(null, "", here(searchOf(shown)));
    followFilters(shown);
  }

  new MutationObserver(onChange).observe(document, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["aria-selected"],
  });

  Object.assign(wenzheng, { byId, followTab, showAgain: {}, shownTab, showsFilters, tabOf });
})();
