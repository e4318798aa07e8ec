"""A screen to share that a test has drawn itself, and a judge that looks at every picture a viewer decodes."""

from __future__ import annotations

from typing import Any

from playwright.async_api import Page

# Stands for what the browser captures: black and white marks as fine as small text, moving all the time.
FINE_PRINT = """(() => {
  navigator.mediaDevices.getDisplayMedia = async () => {
    const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 });
    const context = canvas.getContext("2d", { alpha: false });
    let shift = 0;
    const draw = () => {
      shift = (shift + 1) % 12;
      context.fillStyle = "white";
      context.fillRect(0, 0, canvas.width, canvas.height);
      context.fillStyle = "black";
      for (let y = 0; y < canvas.height; y += 12) {
        for (let x = (y + shift) % 12; x < canvas.width; x += 12) context.fillRect(x, y, 6, 8);
      }
    };
    draw();
    const timer = setInterval(draw, 100);
    const stream = canvas.captureStream(10);
    const [track] = stream.getVideoTracks();
    const settings = track.getSettings.bind(track), stop = track.stop.bind(track);
    track.getSettings = () => ({ ...settings(), displaySurface: window.testSurface ?? "window" });
    track.stop = () => { clearInterval(timer); stop(); };
    window.testCapture = track;
    return stream;
  };
})()"""

# How far neighbouring pixels differ, averaged over the picture: fine print gives a lot, a blur next to nothing.
JUDGE = """(() => {
  window.testFrames = [];
  const followed = new Set();
  const judge = async (frame) => {
    const { width, height } = frame.codedRect ?? { width: 0, height: 0 };
    const luma = new Uint8Array(frame.allocationSize());
    const layout = await frame.copyTo(luma);
    const { offset, stride } = layout[0];
    let sum = 0, count = 0;
    for (let y = 2; y < frame.visibleRect.height - 2; y += 3) {
      for (let x = 2; x < frame.visibleRect.width - 2; x += 2) {
        sum += Math.abs(luma[offset + y * stride + x] - luma[offset + y * stride + x + 1]);
        count += 1;
      }
    }
    return { contrast: sum / Math.max(1, count), width: frame.displayWidth, height: frame.displayHeight };
  };
  const follow = async (track, section) => {
    const reader = new MediaStreamTrackProcessor({ track: track.clone(), maxBufferSize: 30 }).readable.getReader();
    for (;;) {
      const { value: frame, done } = await reader.read();
      if (done) return;
      const at = performance.now();
      try {
        window.testFrames.push({ at, section, ...(await judge(frame)) });
      } finally {
        frame.close();
      }
    }
  };
  setInterval(() => {
    for (const peer of window.testPeers ?? []) {
      if (peer.connectionState !== "connected") continue;
      for (const { mid, receiver } of peer.getTransceivers()) {
        const { track } = receiver;
        if (track.kind !== "video" || mid === "1" || followed.has(track)) continue;
        followed.add(track);
        void follow(track, mid);
      }
    }
  }, 50);
})()"""

# The moment this page itself learns that the blur is there: the cover stands, and the picture behind it is back.
ACKNOWLEDGED = """(() => {
  window.testBlur = { covered: null, blurred: null };
  const look = () => {
    const cover = [...document.querySelectorAll("h2")].some((one) => one.textContent === "Nothing to see for a moment");
    const picture = document.querySelector("video[data-covered]");
    if (cover) window.testBlur.covered ??= performance.now();
    if (cover && picture) window.testBlur.blurred ??= performance.now();
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
})()"""

# Fine print measures above 60 and even a heavily compressed picture of it above 20; a blurred one below 2.
SHARP, BLURRED = 20, 4


async def shares_fine_print(page: Page) -> None:
    """Before the page is loaded: what it will capture is the fine print."""
    await page.add_init_script(FINE_PRINT)


async def judges_frames(page: Page) -> None:
    """Before the page is loaded: every picture it decodes of a screen is kept as a number."""
    await page.add_init_script(JUDGE)
    await page.add_init_script(ACKNOWLEDGED)


async def frames_of(page: Page) -> list[dict[str, Any]]:
    """What has been decoded: when, in which section, how sharp, how large."""
    told: list[dict[str, Any]] = await page.evaluate("window.testFrames")
    return told


async def moments_of(page: Page) -> dict[str, float | None]:
    """When this page covered the stage, and when it learnt that the blur is there."""
    told: dict[str, float | None] = await page.evaluate("window.testBlur")
    return told


async def now(page: Page) -> float:
    moment: float = await page.evaluate("performance.now()")
    return moment
