// Runs first in every frame. Keeps Chromium's own pages and windows out of the picture, and says what a page was refused.
// SAY is the name of a function that speaks to the server; it is taken off the page before the page can see it.
(() => {
  "use strict";
  const say = globalThis[SAY];
  delete globalThis[SAY];
  if (location.protocol === "chrome-error:") {
    // What went wrong is said beside the picture, in the words and the language of the people who look.
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("html { visibility: hidden !important; background: #fff !important }");
    document.adoptedStyleSheets = [sheet];
    return;
  }
  const refused = (what) => {
    if (typeof say === "function") Promise.resolve(say(what)).catch(() => {});
  };
  if (window === window.top && typeof say === "function") {
    // The browser tells of a title when a page has loaded, and not when a script changes it.
    let told = "";
    let waiting = false;
    const tell = () => {
      waiting = false;
      const title = document.title.slice(0, 400);
      if (title !== told) Promise.resolve(say("title", (told = title))).catch(() => {});
    };
    const soon = () => {
      if (waiting || document.title.slice(0, 400) === told) return;
      waiting = true;
      setTimeout(tell, 100);
    };
    const observer = new MutationObserver(soon);
    // Only the head: applications change their bodies all the time.
    const begin = () => {
      if (!document.head) return false;
      observer.observe(document.head, { childList: true, subtree: true, characterData: true });
      soon();
      return true;
    };
    const first = new MutationObserver(() => begin() && first.disconnect());
    if (!begin()) first.observe(document, { childList: true, subtree: true });
    document.addEventListener("DOMContentLoaded", tell);
  }
  const wrap = (owner, name, make) => {
    const original = owner?.[name];
    if (typeof original !== "function") return;
    const wrapped = { [name](...given) { return make(this, original, given); } }[name];
    Object.defineProperty(owner, name, { ...Object.getOwnPropertyDescriptor(owner, name), value: wrapped });
  };
  // Links to other programs lead nowhere, and leave the page where it is.
  const leads = (address) => {
    const scheme = /^[a-z][a-z0-9+.-]*:/i.exec(address)?.[0].toLowerCase();
    return ["http:", "https:", "about:", "blob:", "data:", "javascript:", undefined].includes(scheme);
  };
  globalThis.navigation?.addEventListener("navigate", (event) => {
    if (!event.cancelable || leads(event.destination.url)) return;
    event.preventDefault();
    refused("program");
  });
  wrap(globalThis, "open", (self, original, given) => {
    if (leads(String(given[0] ?? "").trim())) return Reflect.apply(original, self, given);
    refused("program");
    return null;
  });
  // The browser refuses these by itself; the people only have to hear of it.
  const told = (owner, name, what) =>
    wrap(owner, name, (self, original, given) => {
      refused(what);
      return Reflect.apply(original, self, given);
    });
  told(globalThis.Geolocation?.prototype, "getCurrentPosition", "location");
  told(globalThis.Geolocation?.prototype, "watchPosition", "location");
  told(globalThis.MediaDevices?.prototype, "getUserMedia", "camera");
  told(globalThis.MediaDevices?.prototype, "getDisplayMedia", "screen");
  told(globalThis.Notification, "requestPermission", "notifications");
  told(globalThis.Clipboard?.prototype, "read", "clipboard");
  told(globalThis.Clipboard?.prototype, "readText", "clipboard");
  told(globalThis.USB?.prototype, "requestDevice", "devices");
  told(globalThis.HID?.prototype, "requestDevice", "devices");
  told(globalThis.Serial?.prototype, "requestPort", "devices");
  told(globalThis.Bluetooth?.prototype, "requestDevice", "devices");
  told(globalThis, "showSaveFilePicker", "folder");
  told(globalThis, "showDirectoryPicker", "folder");
  // Printing prints nothing here, and nobody could move a locked pointer.
  wrap(globalThis, "print", () => refused("print"));
  wrap(globalThis.Element?.prototype, "requestPointerLock", (self) => {
    refused("pointer");
    self.ownerDocument?.dispatchEvent(new Event("pointerlockerror"));
    return Promise.reject(new DOMException("Pointer lock is not available.", "NotAllowedError"));
  });
  addEventListener(
    "keydown",
    (event) => {
      if (event.isTrusted && event.key === "Escape" && document.fullscreenElement) document.exitFullscreen();
    },
    true,
  );
})();
