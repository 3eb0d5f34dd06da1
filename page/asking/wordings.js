// What a language model makes of the answer shown: asked for until there is no more. The server sends it as HTML in
// which everything of a model, a question or a report is escaped.
(() => {
  "use strict";

  const wenzheng = window.wenzheng;
  const EVERY_MS = 400;
  const begun = new WeakSet();

  async function follow(box) {
    const token = box.dataset.worded;
    while (box.isConnected) {
      try {
        const told = await wenzheng.bridge.server.worded({ token });
        if (told.html && told.html !== box.dataset.shown) {
          box.innerHTML = told.html;
          box.dataset.shown = told.html;
        }
        if (told.done) break;
      } catch (error) {
        console.warn("What the model words cannot be had:", error);
        break;
      }
      await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    }
    box.setAttribute("aria-busy", "false");
  }

  function look() {
    const box = document.querySelector("[data-worded]");
    if (!box || begun.has(box) || !wenzheng.bridge) return;
    begun.add(box);
    follow(box);
  }

  new MutationObserver(look).observe(document, { childList: true, subtree: true });
})();
