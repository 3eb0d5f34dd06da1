// What the URL and the browser say: language, question, span. The scripts of the page share one object,
// window.wenzheng; this is the first of them.
(() => {
  "use strict";

  const LANGUAGE_KEY = "wenzheng-language";
  const SPAN_FIELDS = ["report", "start", "end", "hash"];

  const byId = (id) => document.getElementById(id);
  const shownLanguage = () => document.querySelector(".wz-masthead")?.dataset.language || "zh";
  const browserLanguage = () => (navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en");

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

  // ticket: by which the server tells how far an answer is.
  function address(search = location.search, ticket = "") {
    return JSON.stringify({ search, ticket, language: stored() || browserLanguage() });
  }

  function withoutSpan(search) {
    const params = new URLSearchParams(search);
    SPAN_FIELDS.forEach((name) => params.delete(name));
    const rest = params.toString();
    return rest ? "?" + rest : "";
  }

  const here = (search) => location.pathname + search;

  window.wenzheng = { SPAN_FIELDS, address, byId, here, rememberLanguage, shownLanguage, withoutSpan };
})();
