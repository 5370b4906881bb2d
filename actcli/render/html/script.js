// Draws and picks: every number comes from actcli, with the page.
(() => {
  "use strict";
  document.documentElement.classList.add("js");
  const data = JSON.parse(document.getElementById("data").textContent);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const x = data.x.split(" ");
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

  // The point nearest to a pointer over a box.
  const nearest = (event, box) => {
    const { left, width } = box.getBoundingClientRect();
    const at = (1000 * (event.clientX - left)) / width;
    let low = 0, high = data.places.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (data.places[middle] < at) low = middle; else high = middle;
    }
    return at - data.places[low] <= data.places[high] - at ? low : high;
  };

  // Where a value is in a panel; null for what cannot be drawn.
  const height = (text, panel) => {
    const value = panel.log ? Math.log10(Number(text)) : Number(text);
    if (text === "" || !Number.isFinite(value)) return null;
    return clamp(1000 * (panel.high / 2 - value / 2) / (panel.high / 2 - panel.low / 2), -1000, 2000);
  };

  const rule = (at) => `<path class="rule" d="M${at} 0V1000"/>`;
  const dot = (at, y, color) =>
    `<path class="ring" d="M${at} ${y}h0"/><path class="dot" style="color:${color}" d="M${at} ${y}h0"/>`;

  // Keys of a box that has the focus; they move like those of a slider.
  const moved = (event, at) => {
    const steps = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -10, PageUp: 10 };
    const to = event.key === "Home" ? 0 : event.key === "End" ? x.length - 1 : event.key in steps ? at + steps[event.key] : null;
    if (to === null) return null;
    event.preventDefault();
    return clamp(to, 0, x.length - 1);
  };

  if (data.cells) gallery(); else chart();

  function chart() {
    const slider = document.getElementById("x");
    const boxes = all(".area > svg");
    const off = new Set();
    const curves = data.curves.map((curve) => ({ ...curve, y: curve.y.split(",") }));
    for (const curve of curves) {
      curve.group = boxes[curve.panel].querySelector(`g[data-series="${curve.series}"]`);
      curve.own = { markup: curve.group.innerHTML, y: curve.y };
      const row = document.querySelector(`tr[data-series="${curve.series}"]`);
      curve.cell = row.querySelectorAll("td")[curve.panel].querySelector("span");
    }

    const read = () => {
      const at = Number(slider.value);
      document.getElementById("at").textContent = x[at];
      for (const curve of curves) curve.cell.textContent = curve.y[at];
      const said = all("tbody tr:not(.off)").map((row) => {
        const values = all("td", row).map((cell) => cell.textContent).filter(Boolean);
        return `${row.querySelector(".name").textContent} ${values.join(", ")}`;
      });
      slider.setAttribute("aria-valuetext", [x[at], ...said].join("; "));
      boxes.forEach((box, i) => {
        const place = data.places[at];
        const dots = curves.filter((curve) => curve.panel === i && !off.has(curve.series)).map((curve) => {
          const y = height(curve.y[at], data.panels[i]);
          return y === null ? "" : dot(place, y, curve.group.style.color);
        });
        box.querySelector(".cursor").innerHTML = rule(place) + dots.join("");
      });
    };

    slider.addEventListener("input", read);
    for (const box of boxes) {
      const follow = (event) => { slider.value = nearest(event, box); read(); };
      box.addEventListener("pointermove", follow);
      box.addEventListener("pointerdown", follow);
    }

    for (const box of all("tbody input")) {
      box.addEventListener("change", () => {
        const series = Number(box.dataset.series);
        if (box.checked) off.delete(series); else off.add(series);
        box.closest("tr").classList.toggle("off", !box.checked);
        for (const curve of curves) if (curve.series === series) curve.group.toggleAttribute("hidden", !box.checked);
        read();
      });
    }

    const sliders = data.turns.map((_, i) => document.getElementById(`turn${i}`));
    const show = (turn, i) => {
      const at = Number(sliders[i].value);
      document.querySelector(`output[for=turn${i}]`).textContent = turn.values[at];
      sliders[i].setAttribute("aria-valuetext", turn.values[at]);
    };
    const put = (turn, at) => {
      const mine = curves.filter((curve) => turn.series < 0 || curve.series === turn.series);
      mine.forEach((curve, i) => {
        const state = at === turn.at ? curve.own : turn.states[at].curves[i];
        curve.y = typeof state.y === "string" ? state.y.split(",") : state.y;
        curve.group.innerHTML = state.markup;
      });
      if (turn.series < 0) return;
      const name = document.querySelector(`tr[data-series="${turn.series}"] .name`);
      name.dataset.own ??= name.textContent;
      name.textContent = at === turn.at ? name.dataset.own : turn.states[at].name;
    };
    data.turns.forEach((turn, i) => {
      sliders[i].addEventListener("input", () => {
        // One parameter at a time: the others of the function are those of the SPEC.
        data.turns.forEach((other, j) => {
          if (j !== i && other.series === turn.series) { sliders[j].value = other.at; show(other, j); }
        });
        show(turn, i);
        put(turn, Number(sliders[i].value));
        read();
      });
    });
    document.getElementById("reset")?.addEventListener("click", () => {
      data.turns.forEach((turn, i) => { sliders[i].value = turn.at; show(turn, i); put(turn, turn.at); });
      read();
    });
    read();
  }

  function gallery() {
    const cells = all(".cell");
    for (const cell of cells) {
      const lines = data.cells[cell.id];
      const box = cell.querySelector(".area > svg");
      const out = cell.querySelector(".read");
      if (!lines) continue;
      const [low, high] = lines.limits;
      const curves = lines.y.map((text) => text.split(","));
      const groups = all("g[data-series]", box);
      let at = data.start;
      const read = () => {
        const place = data.places[at];
        const texts = curves.map((y, i) => `${lines.names[i]} = <b>${y[at]}</b>`);
        out.innerHTML = [`x = <b>${x[at]}</b>`, ...texts].join(",<br>");
        const dots = curves.map((y, i) => {
          const to = height(y[at], { low, high, log: false });
          return to === null ? "" : dot(place, to, groups[i].style.color);
        });
        box.querySelector(".cursor").innerHTML = rule(place) + dots.join("");
        box.setAttribute("aria-valuenow", at);
        box.setAttribute("aria-valuetext", out.textContent);
        cell.classList.add("live");
      };
      const rest = () => {
        if (document.activeElement === box) return;
        box.querySelector(".cursor").innerHTML = "";
        cell.classList.remove("live");
      };
      const follow = (event) => { at = nearest(event, box); read(); };
      box.addEventListener("pointermove", follow);
      box.addEventListener("pointerdown", follow);
      box.addEventListener("pointerleave", rest);
      box.tabIndex = 0;
      box.setAttribute("role", "slider");
      box.setAttribute("aria-valuemin", 0);
      box.setAttribute("aria-valuemax", x.length - 1);
      box.setAttribute("aria-valuenow", at);
      box.setAttribute("aria-valuetext", `x = ${x[at]}`);
      box.addEventListener("focus", () => { if (box.matches(":focus-visible")) read(); });
      box.addEventListener("blur", rest);
      box.addEventListener("keydown", (event) => {
        const to = moved(event, at);
        if (to !== null) { at = to; read(); }
      });
    }

    const search = document.getElementById("search");
    const family = document.getElementById("family");
    const library = document.getElementById("library");
    const find = () => {
      const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
      let count = 0;
      for (const cell of cells) {
        const found = words.every((word) => cell.dataset.find.includes(word)) &&
          (!family.value || cell.dataset.family === family.value) &&
          (!library.value || cell.dataset.libraries.split(" ").includes(library.value));
        cell.hidden = !found;
        count += found;
      }
      for (const section of all(".family")) section.hidden = !section.querySelector(".cell:not([hidden])");
      document.getElementById("count").textContent = count === 1 ? "1 function" : `${count} functions`;
    };
    for (const control of [search, family, library]) control.addEventListener("input", find);
    find();
  }
})();
