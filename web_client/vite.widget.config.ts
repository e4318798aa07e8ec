/** The widget for other websites: one classic script without a hash in its name, so that pages can name it. */
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));

export default defineConfig({
  root,
  publicDir: false,
  build: {
    target: "es2022",
    emptyOutDir: false,
    reportCompressedSize: false,
    lib: {
      entry: `${root}src/widget/widget.ts`,
      name: "SamenWidget",
      formats: ["iife"],
      fileName: () => "widget.js",
    },
  },
});
