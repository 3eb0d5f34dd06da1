// The original beside the text: pages as pictures, fetched when they are looked at, with the cited place framed.
(() => {
  "use strict";

  const wenzheng = window.wenzheng;
  const WIDTHS = { read: 1200, enlarged: 2400 }; // as the server draws them
  let open = false; // it stays open from one citation to the next
  let enlarged = false;
  let page = 1;
  let asked = 0; // late answers to what was asked before are dropped
  let picture = null; // the address of the picture shown

  const pane = () => wenzheng.byId("wz-original");
  const part = (selector) => pane()?.querySelector(selector);

  // Runs when the reader has another report or citation.
  function followOriginal() {
    if (!pane()) return;
    page = Number(pane().dataset.first);
    showPane();
  }

  function showPane() {
    const { hidden } = pane();
    pane().hidden = !open;
    document.querySelector('[data-original="toggle"]').setAttribute("aria-expanded", String(open));
    if (open) showPage();
    if (hidden === open) wenzheng.byId("wz-target")?.scrollIntoView({ block: "center" }); // the text was set anew
  }

  async function showPage() {
    const ticket = ++asked;
    const { document: id, pages, first, last, start, end, count, waiting, marked, unmarked, alt, unreachable } =
      pane().dataset;
    page = Math.min(Math.max(1, page), Number(pages));
    part(".wz-original-count").textContent = count.replace("{page}", page).replace("{pages}", pages);
    part('[data-original="previous"]').disabled = page <= 1;
    part('[data-original="next"]').disabled = page >= Number(pages);
    part('[data-original="enlarge"]').setAttribute("aria-pressed", String(enlarged));
    pane().setAttribute("aria-busy", "true");
    part(".wz-original-note").textContent = waiting;
    const width = enlarged ? WIDTHS.enlarged : WIDTHS.read;
    let said = "";
    let marks = [];
    let fetched = null;
    try {
      const answer = await fetch(`original/${id}/${page}.png?${new URLSearchParams({ start, end, width })}`);
      if (answer.ok) {
        marks = JSON.parse(answer.headers.get("wenzheng-marks") ?? "[]");
        fetched = URL.createObjectURL(await answer.blob());
      } else said = await answer.text();
    } catch (error) {
      console.warn("The original could not be shown:", error);
      said = unreachable;
    }
    if (ticket !== asked || !pane()) {
      if (fetched) URL.revokeObjectURL(fetched);
      return;
    }
    const isCited = Number(end) > Number(start) && Number(first) <= page && page <= Number(last);
    if (fetched && isCited) said = marks.length ? marked : unmarked;
    part(".wz-original-note").textContent = said;
    await put(fetched, alt.replace("{page}", page), marks);
    pane()?.removeAttribute("aria-busy");
  }

  async function put(fetched, alt, marks) {
    const figure = part("figure");
    const image = figure.querySelector("img");
    const before = picture;
    picture = fetched;
    figure.hidden = !fetched;
    figure.classList.toggle("wz-enlarged", enlarged);
    figure.querySelectorAll(".wz-original-mark").forEach((mark) => mark.remove());
    if (before) URL.revokeObjectURL(before);
    if (!fetched) return;
    image.alt = alt;
    image.src = fetched;
    await image.decode().catch(() => {}); // another page was chosen meanwhile
    for (const [x0, y0, x1, y1] of marks) {
      const mark = document.createElement("span");
      mark.className = "wz-original-mark";
      const sides = { left: x0, top: y0, width: x1 - x0, height: y1 - y0 };
      for (const [side, share] of Object.entries(sides)) mark.style[side] = `${100 * share}%`;
      figure.append(mark);
    }
    const sheet = figure.parentElement;
    const [x0, y0] = marks[0] ?? [0, 0];
    sheet.scrollTo(x0 * figure.offsetWidth - sheet.clientWidth / 4, y0 * figure.offsetHeight - sheet.clientHeight / 3);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-original]");
    if (!button || !pane()) return;
    const what = button.dataset.original;
    if (what === "toggle") {
      open = !open;
      showPane();
      return;
    }
    if (what === "page") {
      page = Number(button.dataset.page);
      open = true;
      showPane();
      return;
    }
    if (what === "enlarge") enlarged = !enlarged;
    else page += what === "next" ? 1 : -1;
    showPage();
  });

  Object.assign(wenzheng, { followOriginal });
})();
