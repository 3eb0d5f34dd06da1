// The tab 资料库: which report of the table is put right, files too large to send, and the page after a change.
(() => {
  "use strict";

  const wenzheng = window.wenzheng;
  let bridge = null;
  let tooLarge = [];
  let sending = false;
  let opener = null; // the id of the report whose button was pressed
  let removing = false; // whether it was the one that takes it out

  function whenThere(id, then, tries = 20) {
    const found = wenzheng.byId(id);
    if (found?.offsetParent) then(found);
    else if (tries > 0) setTimeout(() => whenThere(id, then, tries - 1), 50);
  }

  function focusOn(id) {
    whenThere(id, (found) => (found.matches("button") ? found : found.querySelector("button, input"))?.focus());
  }

  function showLibraryForm() {
    whenThere("wz-library-form", (form) => {
      form.scrollIntoView({ block: "nearest" });
      if (removing) whenThere("wz-library-remove", (button) => button.click());
      else form.querySelector("textarea, input")?.focus({ preventScroll: true });
    });
  }

  function leaveLibraryForm() {
    document.querySelector(`[data-edit-report="${CSS.escape(opener ?? "")}"]`)?.focus();
  }

  // The answer, the filters and the account of the corpus are of the index as it was before.
  function libraryChanged() {
    wenzheng.bridge?.trigger("submit");
    setTimeout(() => {
      const said = document.querySelector("#wz-library-outcome .wz-outcome");
      said?.scrollIntoView({ block: "nearest" });
      said?.focus({ preventScroll: true });
    }, 100);
  }

  // Said again after Gradio has replaced what stands there, until other files are chosen.
  function tellTooLarge() {
    const note = document.querySelector(".wz-upload-note");
    const names = tooLarge.map((file) => file.name).join(", ");
    const said = names && note ? note.parentElement.dataset.large.replace("{names}", names) : "";
    if (!note || note.textContent === said) return;
    note.textContent = said;
    note.hidden = !said;
  }

  // What may be sent is said, as the server has it, in the tab's introduction; it checks again.
  const limits = () => document.querySelector(".wz-library-intro")?.dataset ?? {};

  function fitting(files) {
    let left = Number(limits().mostAtOnce);
    return files.filter((file) => {
      const fits = file.size <= Number(limits().most) && file.size <= left;
      if (fits) left -= file.size;
      return fits;
    });
  }

  // Gradio refuses all files when one is too large; here that one is named and the others are sent.
  function withoutTooLarge(event, input, files) {
    if (sending) return; // what is left, on its way to Gradio
    const fit = fitting(files);
    tooLarge = files.filter((file) => !fit.includes(file));
    tellTooLarge();
    if (!tooLarge.length) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const rest = new DataTransfer();
    fit.forEach((file) => rest.items.add(file));
    input.files = rest.files;
    sending = true;
    if (rest.files.length) input.dispatchEvent(new Event("change", { bubbles: true }));
    else input.value = "";
    sending = false;
  }

  document.addEventListener(
    "change",
    (event) => {
      if (event.target.matches?.('#wz-upload input[type="file"]')) {
        withoutTooLarge(event, event.target, [...event.target.files]);
      }
    },
    true
  );
  document.addEventListener(
    "drop",
    (event) => {
      const box = event.target.closest?.("#wz-upload");
      const input = box?.querySelector('input[type="file"]');
      if (!input || !event.dataTransfer?.files.length) return;
      withoutTooLarge(event, input, [...event.dataTransfer.files]);
      if (event.defaultPrevented) event.target.dispatchEvent(new Event("dragleave", { bubbles: true }));
    },
    true
  );
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-edit-report], [data-remove-report]");
    if (!button) return;
    removing = "removeReport" in button.dataset;
    opener = wenzheng.chosenReport = button.dataset.removeReport ?? button.dataset.editReport;
    bridge?.("submit");
  });

  // Gradio words its box in the browser's language, not in the one chosen here.
  function wordDropBox() {
    const words = document.querySelector(".wz-library-intro")?.dataset.drop;
    if (!words) return;
    tellTooLarge();
    document.documentElement.style.setProperty("--wz-drop", JSON.stringify(words));
    const button = document.querySelector("#wz-upload button:has(.wrap)");
    if (button && button.getAttribute("aria-label") !== words) button.setAttribute("aria-label", words);
    const input = document.querySelector('#wz-upload input[type="file"]');
    if (input && input.accept !== limits().accept) input.accept = limits().accept;
  }
  new MutationObserver(wordDropBox).observe(document, { childList: true, subtree: true });

  Object.assign(wenzheng, {
    chosenReport: "",
    connectLibrary: (trigger) => (bridge = trigger),
    focusOn,
    leaveLibraryForm,
    libraryChanged,
    showLibraryForm,
  });
})();
