/** The client's pages: join (Preact), room, adviser, sign and verify (React). The widget has a build of its own. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { PAGES } from "./tooling/pages.ts";
import { pages, runtimeFiles } from "./tooling/plugins.ts";

const root = fileURLToPath(new URL(".", import.meta.url));
const server = process.env.SAMEN_DEV_SERVER ?? "http://localhost:8080";

export default defineConfig({
  root,
  plugins: [pages(), runtimeFiles()],
  // React, unless a file says `/** @jsxImportSource preact */`, as those of the join page do.
  oxc: { jsx: { runtime: "automatic", importSource: "react" } },
  build: {
    target: "es2022",
    manifest: true,
    modulePreload: { polyfill: false },
    // The content security policy allows no data: addresses, so nothing is put inline.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1500,
    rolldownOptions: {
      output: {
        // Each icon is a few hundred bytes: as a file of its own it would cost a poor line more in asking than in sending.
        codeSplitting: {
          groups: [
            {
              name: "icons",
              test: /@tabler.icons-react/,
              entriesAware: true,
              entriesAwareMergeThreshold: 12_000,
            },
          ],
        },
      },
      onLog(level, log, report) {
        // Mantine marks its modules for React's server components, which a bundle for browsers may forget.
        if (log.code !== "MODULE_LEVEL_DIRECTIVE") report(level, log);
      },
      input: Object.fromEntries(
        Object.entries(PAGES)
          .filter(([name]) => existsSync(`${root}src/${name === "index" ? "join" : name}/main.tsx`))
          .map(([name, page]) => [name, `${root}${page}`]),
      ),
    },
  },
  server: {
    proxy: {
      "/api": server,
      "/healthz": server,
      "/readyz": server,
      "/widget.js": server,
      "/socket.io": { target: server, ws: true },
      "/live": { target: server, ws: true },
      "/pages": { target: server, ws: true },
    },
  },
});
