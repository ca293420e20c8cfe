// What a page does: tabs, dialogs, checks of forms, the switch of themes. It can be read without any of it.
// Elements of the document are never added, removed or moved, only their attributes change: a live page counts them.
"use strict";
(() => {
  const page = document.documentElement;
  const root = document.getElementById("ui-root");
  const make = (tag, attributes, text) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    element.textContent = text || "";
    return element;
  };
  // Only what changes is written: the observer below would wake for nothing.
  const set = (element, name, value) => {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };

  // ---- what a host application would be told; nothing is executed
  const notes = make("div", { class: "ui-notes", role: "status", popover: "manual" });
  const tools = make("aside", { class: "ui-tools", "aria-label": "Preview" });

  function tell(text) {
    const note = make("p", {}, text);
    notes.append(note);
    while (notes.children.length > 3) notes.firstChild.remove();
    // shown again, it comes to stand above a dialog that was opened meanwhile
    if (notes.matches(":popover-open")) notes.hidePopover();
    notes.showPopover();
    setTimeout(() => {
      note.remove();
      if (!notes.children.length && notes.matches(":popover-open")) notes.hidePopover();
    }, 5000);
  }

  function report(target, event, name) {
    const element = target.closest?.(`[data-on-${event}]`);
    if (element) tell(`${name}: ${element.getAttribute(`data-on-${event}`)}`);
  }

  // ---- tabs
  const tabsOf = (list) => [...list.querySelectorAll('[role="tab"]')].filter((tab) => tab.closest('[role="tablist"]') === list);
  const isOff = (element) => element.disabled || element.getAttribute("aria-disabled") === "true";

  function choose(list, chosen) {
    for (const tab of tabsOf(list)) {
      const isChosen = tab === chosen;
      set(tab, "aria-selected", String(isChosen));
      set(tab, "tabindex", isChosen ? "0" : "-1");
      const panel = document.getElementById(tab.getAttribute("aria-controls"));
      if (panel && panel.hidden === isChosen) panel.hidden = !isChosen;
    }
  }

  function settleTabs(list) {
    const tabs = tabsOf(list);
    choose(list, tabs.find((tab) => tab.getAttribute("aria-selected") === "true") || tabs.find((tab) => !isOff(tab)) || tabs[0]);
  }

  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

  function moveTab(event) {
    const list = event.target.closest?.('[role="tablist"]');
    const tabs = list ? tabsOf(list).filter((tab) => !isOff(tab)) : [];
    const at = tabs.indexOf(event.target);
    if (at < 0) return;
    const ends = { Home: 0, End: tabs.length - 1 };
    const step = STEPS[event.key];
    if (step === undefined && ends[event.key] === undefined) return;
    event.preventDefault();
    const next = tabs[step === undefined ? ends[event.key] : (at + step + tabs.length) % tabs.length];
    choose(list, next);
    next.focus();
  }

  // ---- dialogs
  const titleOf = (dialog) => dialog.querySelector(".ui-dialog-title")?.textContent || dialog.getAttribute("aria-label") || "dialog";

  function openDialog(dialog) {
    dialog.showModal();
    // what it asks comes before what closes it
    dialog.querySelector(".ui-dialog-body :is(input, select, textarea, button):not(:disabled)")?.focus();
  }

  function settleDialogs() {
    const dialogs = [...root.querySelectorAll("dialog")];
    for (const dialog of dialogs) {
      if (!dialog.open || printed.has(dialog) || dialog.matches(":modal")) continue;
      // one that is open as HTML says it is none that holds the focus
      dialog.removeAttribute("open");
      openDialog(dialog);
    }
    const openers = [...tools.querySelectorAll("[data-dialog]")];
    dialogs.forEach((dialog, at) => {
      const opener = openers[at] || tools.insertBefore(make("button", { type: "button", "data-dialog": "" }), tools.lastChild);
      set(opener, "data-dialog", String(at));
      const text = `Open: ${titleOf(dialog)}`;
      if (opener.textContent !== text) opener.textContent = text;
    });
    openers.slice(dialogs.length).forEach((opener) => opener.remove());
  }

  // On paper nothing may lie above the rest: an open dialog is printed where it stands in the document.
  const printed = new Set();

  function layFlat() {
    for (const dialog of root.querySelectorAll("dialog:modal")) {
      printed.add(dialog);
      dialog.close();
      dialog.setAttribute("open", "");
    }
  }

  function raiseAgain() {
    for (const dialog of printed) {
      dialog.removeAttribute("open");
      openDialog(dialog);
    }
    setTimeout(() => printed.clear());
  }

  // ---- menus and popovers: closed by Escape, and by a press anywhere else
  const FLOATING = 'details[open]:is(.ui-menu, .ui-popover):not([data-appearance="accordion"], :has(> .ui-menu-search))';

  function closeMenus(event) {
    if (event.type === "keydown" && event.key !== "Escape") return;
    for (const menu of root.querySelectorAll(FLOATING)) {
      if (event.type === "keydown" && menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      if (event.type === "keydown" || !menu.contains(event.target)) menu.open = false;
    }
  }

  // ---- forms
  function errorOf(control) {
    const group = control.closest("fieldset");
    const ids = [control, group].map((element) => element?.getAttribute("aria-describedby") || "").join(" ");
    const described = ids.split(" ").map((id) => document.getElementById(id)).find((element) => element?.classList.contains("ui-field-error"));
    return described || control.closest(".ui-field")?.querySelector(".ui-field-error");
  }

  // Said in a shadow of the element, in place of its children: those are the document's, and a live page counts them.
  function say(element, text) {
    const shadow = element.shadowRoot || element.attachShadow({ mode: "open" });
    shadow.replaceChildren(text || document.createElement("slot"));
  }

  function check(control) {
    const isRight = !control.willValidate || control.validity.valid;
    const error = errorOf(control);
    if (isRight && control.getAttribute("aria-invalid") !== "true") return true;
    set(control, "aria-invalid", String(!isRight));
    if (error) {
      say(error, control.validationMessage);
      error.hidden = isRight;
    }
    return isRight;
  }

  function submit(event) {
    event.preventDefault();
    const wrong = [...event.target.elements].filter((control) => !check(control));
    if (wrong.length) wrong[0].focus();
    else report(event.target, "submit", "onSubmit");
  }

  // ---- themes
  const THEMES = ["auto", "light", "dark"];
  const switcher = make("button", { type: "button" });

  function showTheme(theme) {
    if (theme === "auto") page.removeAttribute("data-theme");
    else page.dataset.theme = theme;
    switcher.textContent = `Theme: ${theme}`;
  }

  switcher.addEventListener("click", () => {
    showTheme(THEMES[(THEMES.indexOf(page.dataset.theme || "auto") + 1) % THEMES.length]);
  });

  // ---- everything that happens, wherever it does: elements come and go on a live page
  function press(event) {
    const target = event.target;
    const tab = target.closest?.('[role="tab"]');
    if (tab && !isOff(tab)) choose(tab.closest('[role="tablist"]'), tab);
    const toggle = target.closest?.("button[aria-pressed]");
    if (toggle) set(toggle, "aria-pressed", String(toggle.getAttribute("aria-pressed") !== "true"));
    const opener = target.closest?.("[data-dialog]");
    if (opener) openDialog(root.querySelectorAll("dialog")[opener.dataset.dialog]);
    if (target.closest?.(".ui-dialog-close")) target.closest("dialog")?.close();
    const link = target.closest?.("#ui-root a[href]");
    if (link && !/^(https?:|mailto:|tel:|#)/i.test(link.getAttribute("href"))) {
      // an address of the host application, which is not here
      event.preventDefault();
      tell(`link: ${link.getAttribute("href")}`);
    }
    report(target, "press", "onClick");
  }

  document.addEventListener("click", press);
  document.addEventListener("click", closeMenus);
  document.addEventListener("keydown", closeMenus);
  document.addEventListener("keydown", moveTab);
  addEventListener("beforeprint", layFlat);
  addEventListener("afterprint", raiseAgain);
  document.addEventListener("submit", submit);
  document.addEventListener("input", (event) => check(event.target));
  document.addEventListener("change", (event) => report(event.target, "change", "onChange"));
  const closed = (event) => printed.has(event.target) || report(event.target.querySelector?.("[data-on-close]") || event.target, "close", "onClose");
  document.addEventListener("close", closed, true);

  function settle() {
    root.querySelectorAll('[role="tablist"]').forEach(settleTabs);
    root.querySelectorAll("form").forEach((form) => {
      if (!form.noValidate) form.noValidate = true;
    });
    settleDialogs();
  }

  page.classList.add("js");
  tools.append(switcher);
  document.body.append(tools, notes);
  showTheme(page.dataset.theme || "auto");
  settle();
  new MutationObserver(settle).observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["open"] });
})();
