// The live page: carries out what the server tells of a run (preview/difference.py, preview/frames.py). Elements are
// made by name and texts as texts; nothing is ever parsed as HTML.
(() => {
  "use strict";

  const roots = { root: document.getElementById("ui-root"), side: document.getElementById("ui-side") };

  const setAttributes = (element, attributes) => {
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null) element.removeAttribute(name);
      else element.setAttribute(name, value);
    }
  };

  // [tag, attributes] begins an element, a text is a text, 0 ends the element
  const built = (tokens) => {
    const fragment = document.createDocumentFragment();
    let here = fragment;
    for (const token of tokens) {
      if (token === 0) {
        here = here.parentNode;
      } else if (typeof token === "string") {
        here.appendChild(document.createTextNode(token));
      } else {
        const element = document.createElement(token[0]);
        setAttributes(element, token[1]);
        here = here.appendChild(element);
      }
    }
    return fragment;
  };

  const at = (root, path) => path.reduce((node, index) => node.childNodes[index], root);

  const operations = {
    text: (root, path, words) => {
      at(root, path).data = words;
    },
    set: (root, path, attributes) => setAttributes(at(root, path), attributes),
    remove: (root, path) => at(root, path).remove(),
    replace: (root, path, tokens) => at(root, path).replaceWith(built(tokens)),
    insert: (root, path, tokens) => {
      const owner = at(root, path.slice(0, -1));
      owner.insertBefore(built(tokens), owner.childNodes[path[path.length - 1]] || null);
    },
  };

  const showAll = (root, tokens) => {
    const whole = built(tokens).firstChild;
    for (const { name } of [...root.attributes]) if (!whole.hasAttribute(name)) root.removeAttribute(name);
    setAttributes(root, Object.fromEntries([...whole.attributes].map(({ name, value }) => [name, value])));
    root.replaceChildren(...whole.childNodes);
  };

  const show = (frame) => {
    for (const [name, root] of Object.entries(roots)) {
      if (frame.whole) showAll(root, frame[name]);
      else for (const [operation, path, what] of frame[name] || []) operations[operation](root, path, what);
    }
    if (frame.page) {
      document.title = frame.page.title;
      document.documentElement.lang = frame.page.lang || "en";
      if (frame.page.dir) document.documentElement.dir = frame.page.dir;
      else document.documentElement.removeAttribute("dir");
    }
  };

  const state = document.getElementById("ui-live-state");
  const tell = (words) => {
    if (state.textContent !== words) state.textContent = words;
  };

  const MOST_FAILURES = 4;
  let failures = 0; // since a difference was carried out; that everything was says nothing of the next one

  // who comes anew is told everything, whatever became of the page here
  const startAnew = (error) => {
    console.warn(error);
    failures += 1;
    if (failures < MOST_FAILURES) setTimeout(connect, 100 * 2 ** failures);
    else tell("cannot be shown here; load the page anew");
  };

  const connect = () => {
    const source = new EventSource("events");
    let number = 0; // of the frame that is shown
    source.addEventListener("open", () => tell("live"));
    source.addEventListener("error", () => tell("connection lost"));
    source.addEventListener("frame", (event) => {
      const frame = JSON.parse(event.data);
      try {
        if (!frame.whole && Number(event.lastEventId) !== number + 1) throw new Error("a frame is missing");
        show(frame);
        number = Number(event.lastEventId);
        if (!frame.whole) failures = 0;
      } catch (error) {
        source.close();
        startAnew(error);
      }
    });
    source.addEventListener("end", () => {
      source.close();
      tell("ended");
    });
  };
  connect();
})();
