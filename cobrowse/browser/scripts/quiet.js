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
  const wrap = (owner, name, make) => {
    const original = owner?.[name];
    if (typeof original !== "function") return;
    const wrapped = { [name](...given) { return make(this, original, given); } }[name];
    Object.defineProperty(owner, name, { ...Object.getOwnPropertyDescriptor(owner, name), value: wrapped });
  };
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
