// Tells the site what happens here, in order, and where everything with an id stands (fractions of the window).
(() => {
  let queue = Promise.resolve();
  const page = location.pathname;
  window.tell = (what, facts = {}) => {
    const body = JSON.stringify({ page, what, ...facts });
    queue = queue.then(() => fetch("/tell", { method: "POST", body, keepalive: true }).catch(() => {}));
  };
  const idOf = (node) => (node instanceof Element ? node.closest("[id]")?.id : undefined) ?? "";
  const first = (event) => event.composedPath()[0];
  for (const kind of ["keydown", "keyup"]) {
    addEventListener(kind, (event) => tell(kind, { id: idOf(first(event)), key: event.key }), true);
  }
  for (const kind of ["click", "dblclick", "mousedown", "mouseup"]) {
    addEventListener(kind, (event) => tell(kind, { id: idOf(first(event)) }), true);
  }
  for (const kind of ["input", "change"]) {
    addEventListener(kind, (event) => {
      const secret = first(event).type === "file" ? [...first(event).files].map((file) => file.name).join() : first(event).value;
      tell(kind, { id: idOf(first(event)), value: secret });
    }, true);
  }
  addEventListener("scroll", () => tell("scroll", { top: document.scrollingElement?.scrollTop ?? 0 }), true);
  addEventListener("popstate", () => tell("popstate", { path: location.pathname }));

  const roots = (root) => [root, ...[...root.querySelectorAll("*")].flatMap((one) => (one.shadowRoot ? roots(one.shadowRoot) : []))];
  const where = (offset = { x: 0, y: 0 }, from = document) => {
    const found = {};
    for (const node of roots(from).flatMap((root) => [...root.querySelectorAll("[id]")])) {
      const box = node.getBoundingClientRect();
      if (box.width < 1) continue;
      found[node.id] = [box.x + offset.x, box.y + offset.y, box.width, box.height];
      if (node.tagName === "IFRAME" && node.contentDocument?.body) {
        Object.assign(found, where({ x: box.x + offset.x, y: box.y + offset.y }, node.contentDocument));
      }
    }
    return found;
  };
  let told = "";
  const places = () => {
    if (window !== top) return;
    const found = {};
    for (const [id, [x, y, w, h]] of Object.entries(where())) {
      found[id] = [x / innerWidth, y / innerHeight, w / innerWidth, h / innerHeight];
    }
    const now = JSON.stringify(found);
    if (now === told) return;
    told = now;
    tell("places", { places: found, size: [innerWidth, innerHeight] });
  };
  addEventListener("DOMContentLoaded", () => {
    places();
    setInterval(places, 250);
    tell("loaded");
  });
})();
