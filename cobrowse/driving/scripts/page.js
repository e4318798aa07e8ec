/* In the page's own world: tells the isolated one of what it cannot see happening. Says no more than "look there". */
(hint, pick) => {
  const { dispatchEvent } = EventTarget.prototype;
  const { apply } = Reflect;
  const News = Event;
  const tell = (name, node) => apply(dispatchEvent, node, [new News(name, { composed: true })]);
  const wrap = (owner, name, after) => {
    const own = owner.prototype[name];
    if (own) owner.prototype[name] = new Proxy(own, { apply: (target, self, values) => after(target, self, values) });
  };
  wrap(Element, "attachShadow", (target, self, values) => {
    const root = apply(target, self, values);
    tell(hint, self);
    return root;
  });
  // A value that a script puts in says nothing by itself: one that may be a number of somebody's is looked at.
  for (const owner of [HTMLInputElement, HTMLTextAreaElement]) {
    const own = Object.getOwnPropertyDescriptor(owner.prototype, "value");
    const set = new Proxy(own.set, {
      apply: (target, self, values) => {
        apply(target, self, values);
        if (apply(own.get, self, []).length > 8) tell(hint, self);
      },
    });
    Object.defineProperty(owner.prototype, "value", { ...own, set });
  }
  const picked = new Set(["date", "time", "month", "week", "datetime-local", "color"]);
  const activation = navigator.userActivation;
  const show = (target, self, values) => {
    if (activation?.isActive && (self instanceof HTMLSelectElement || picked.has(self.type))) return tell(pick, self), undefined;
    return apply(target, self, values);
  };
  wrap(HTMLInputElement, "showPicker", show);
  wrap(HTMLSelectElement, "showPicker", show);
}
