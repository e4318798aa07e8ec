import { expect, test } from "vitest";
import { pageFor } from "./pages.ts";

test.each([
  ["/", "index.html"],
  ["/123456789", "index.html"],
  ["/123-456-789", "index.html"],
  ["/123%20456%20789", "index.html"],
  ["/123%C2%A0456.789", "index.html"],
  ["/session/0197", "room.html"],
  ["/adviser", "adviser.html"],
  ["/adviser/users", "adviser.html"],
  ["/setup/abc", "adviser.html"],
  ["/help", "adviser.html"],
  ["/sign/abc_DEF-123", "sign.html"],
  ["/verify", "verify.html"],
  ["/request/abc_DEF-123", "request.html"],
  ["/shared/abc_DEF-123", "request.html"],
  ["/book/lindelaan-advies", "book.html"],
  ["/appointment/abc_DEF-123", "book.html"],
])("%s is answered by %s", (path, page) => {
  expect(pageFor(path)).toBe(page);
});

test.each([
  "/src/join/main.tsx",
  "/api/v1/me",
  "/socket.io/",
  "/assets/a.js",
  "/advisers",
  "/sign",
  "/sign/a/b",
  "/verify/a",
  "/request",
  "/shared/a/b",
  "/book",
  "/appointment/a/b",
  "/widget.js",
])("%s is no page", (path) => {
  expect(pageFor(path)).toBeUndefined();
});
