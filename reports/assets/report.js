// The page is whole without this script. It adds filters, links that open what they
// point to, copy buttons, and the bodies of exchanges, unpacked when asked for. Text of
// a run only ever becomes text nodes; the page's policy forbids anything else.
"use strict";
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const by = (id) => document.getElementById(id);
  const make = (tag, text, attributes = {}) => {
    const element = document.createElement(tag);
    if (text !== undefined) element.textContent = text;
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };

  // Deep links: open what is pointed to, and everything around it.
  const follow = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { return; }
    const target = id && by(id);
    if (!target) return;
    if (target.closest("[hidden]")) reset();
    for (let at = target; at; at = at.parentElement) if (at.localName === "details") at.open = true;
    // Twice: rules on the way only get their true height once they are near the screen.
    const show = () => target.scrollIntoView({ block: "start", behavior: "instant" });
    show();
    requestAnimationFrame(() => requestAnimationFrame(show));
  };

  // Filters: a rule is shown if it or one of its scenarios fits.
  const form = document.querySelector(".filter");
  const rules = all(".rule").map((element) => ({
    element,
    profile: element.closest(".profile").dataset.profile,
    scenarios: all(".s", element),
  }));
  const texts = new WeakMap();
  const textOf = (element) => {
    if (!texts.has(element)) texts.set(element, element.textContent.toLowerCase());
    return texts.get(element);
  };
  const ownText = (rule) => {
    if (!texts.has(rule)) {
      const own = all(":scope > summary, .body > :not(.s)", rule.element);
      texts.set(rule, own.map((part) => part.textContent).join("\n").toLowerCase());
    }
    return texts.get(rule);
  };
  const plural = (number, word) => `${number.toLocaleString("en-GB")} ${word}${number === 1 ? "" : "s"}`;
  const apply = () => {
    const words = by("q").value.toLowerCase().split(/\s+/).filter(Boolean);
    const wanted = new Set(all("[name=verdict]:checked", form).map((box) => box.value));
    const profile = by("profile").value;
    const strength = by("strength").value;
    const says = (text) => words.every((word) => text.includes(word));
    let shownRules = 0;
    let shownScenarios = 0;
    for (const rule of rules) {
      const { element, scenarios } = rule;
      const isMember = (!profile || rule.profile === profile) && (!strength || element.dataset.s === strength);
      const isNamed = isMember && says(ownText(rule));
      let fitting = 0;
      for (const scenario of scenarios) {
        const fits = isMember && (!wanted.size || wanted.has(scenario.dataset.v))
          && (isNamed || says(`${ownText(rule)}\n${textOf(scenario)}`));
        scenario.hidden = !fits;
        fitting += fits;
      }
      const fitsItself = isNamed && (!wanted.size || wanted.has(element.dataset.v));
      element.hidden = !(fitting || fitsItself);
      shownRules += !element.hidden;
      shownScenarios += fitting;
    }
    for (const section of all(".profile")) section.hidden = !section.querySelector(".rule:not([hidden])");
    by("shown").textContent = `${plural(shownRules, "rule")}, ${plural(shownScenarios, "scenario")}`;
  };
  const reset = () => { form.reset(); apply(); };
  let pending = 0;
  const soon = () => { cancelAnimationFrame(pending); pending = requestAnimationFrame(apply); };
  form.hidden = false;
  form.addEventListener("input", soon);
  form.addEventListener("reset", () => setTimeout(apply));
  form.addEventListener("submit", (event) => event.preventDefault());
  const openAll = (isOpen) => {
    for (const details of all(".rule:not([hidden]), .rule:not([hidden]) .s:not([hidden])")) details.open = isOpen;
  };
  by("expand").addEventListener("click", () => openAll(true));
  by("collapse").addEventListener("click", () => openAll(false));
  document.addEventListener("keydown", (event) => {
    const isTyping = /^(input|select|textarea)$/.test(event.target.localName) && event.target.type !== "checkbox";
    if (event.key === "/" && !isTyping && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      by("q").focus();
    }
  });

  // Commands and links: a button that copies.
  const copyButton = (label, text) => {
    const button = make("button", label, { type: "button" });
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(text());
        button.textContent = "Copied";
      } catch { button.textContent = "Select and copy"; }
      setTimeout(() => { button.textContent = label; }, 2000);
    });
    return button;
  };
  const addButtons = (root) => {
    for (const line of all(".cmd", root)) {
      const code = line.querySelector("code");
      if (!line.querySelector("button")) line.append(copyButton("Copy", () => code.textContent));
    }
    for (const where of all(".s > .where", root)) {
      if (where.querySelector("button")) continue;
      const { id } = where.parentElement;
      where.append(" ", copyButton("Copy link", () => `${location.href.split("#")[0]}#${id}`));
    }
  };
  addButtons(document.querySelector("header"));

  // Exchanges: see reports/bodies.py for the layout of a chunk.
  const chunks = new Map();
  const unpack = async (number) => {
    const packed = Uint8Array.from(atob(by(`z${number}`).textContent), (sign) => sign.charCodeAt(0));
    const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate"));
    const [index, ...found] = (await new Response(stream).text()).split("\0");
    let unnamed = 0;
    const text = (place) => (place ? found[place > 0 ? place - 1 : unnamed++] : null);
    return JSON.parse(index).map((rows) => rows.map((row) => [...row.slice(0, 5).map(text), row[5]]));
  };
  const chunk = (number) => {
    if (!chunks.has(number)) chunks.set(number, unpack(number));
    return chunks.get(number);
  };
  const hiddenSigns = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g;
  const visible = (text) => text.replace(/\r\n/g, "\n").replace(hiddenSigns, (sign) => {
    const code = sign.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "\u2421" : `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
  });
  // Indents JSON without parsing it, so that long numbers and double keys stay as sent.
  const pretty = (text) => {
    try { JSON.parse(text); } catch { return text; }
    let depth = 0;
    let before = "";
    const line = () => `\n${"  ".repeat(depth)}`;
    return text.replace(/"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+|\s+/g, (token) => {
      if (/^\s/.test(token)) return "";
      let out = token;
      if (token === "}" || token === "]") {
        depth -= 1;
        out = (/[{[]/.test(before) ? "" : line()) + token;
      } else if (before === "{" || before === "[") out = line() + token;
      if (token === "{" || token === "[") depth += 1;
      if (token === ":") out = ": ";
      if (token === ",") out = `,${line()}`;
      before = token;
      return out;
    });
  };
  const half = (title, headers, body) => {
    const part = make("div");
    part.append(make("h6", title));
    if (headers) part.append(make("pre", visible(headers), { class: "headers" }));
    part.append(body === null || body === "" ? make("small", "no body") : make("pre", visible(pretty(body))));
    return part;
  };
  const talk = ([target, sentHeaders, sent, gotHeaders, got, isCut]) => {
    const panel = make("div", undefined, { class: "talk" });
    const whole = make("p");
    whole.append(make("code", visible(target)));
    panel.append(whole);
    if (isCut) panel.append(make("p", "A body was longer than what is kept; it is cut here."));
    panel.append(half("Request", sentHeaders, sent), half("Response", gotHeaders, got));
    return panel;
  };
  const toggle = async (button, place, position) => {
    const open = button.nextElementSibling;
    button.setAttribute("aria-expanded", String(!open));
    if (open) return open.remove();
    const [number, entry] = place.split(".").map(Number);
    let panel;
    try {
      panel = talk((await chunk(number))[entry][position]);
    } catch (error) {
      panel = make("div", `This browser cannot unpack the bodies (${error.message}); they stand in results.jsonl.`, { class: "talk" });
    }
    if (!button.nextElementSibling) button.after(panel);
  };
  const arm = (list) => {
    if (list.dataset.armed) return;
    list.dataset.armed = "1";
    all("dd", list).forEach((row, position) => {
      const button = make("button", undefined, { type: "button", "aria-expanded": "false" });
      button.append(...row.childNodes);
      row.append(button);
      button.addEventListener("click", () => toggle(button, list.dataset.z, position));
    });
  };
  const onOpen = (details) => {
    if (details.matches(".x")) arm(details);
    if (details.matches(".rule, .s")) addButtons(details);
  };
  document.addEventListener("toggle", (event) => {
    if (event.target.localName === "details" && event.target.open) onOpen(event.target);
  }, true);
  all("details.rule[open], details.x[open]").forEach(onOpen);
  window.addEventListener("hashchange", follow);
  apply();
  follow();
})();
