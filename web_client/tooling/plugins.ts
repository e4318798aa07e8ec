/** Vite plugins of our own: pages by address in development, and the run-time files of pdf.js and MediaPipe. */
import { cp, mkdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, extname, join, normalize, resolve } from "node:path";
import type { Plugin } from "vite";
import { pageFor } from "./pages.ts";

/** Serves room.html and its sisters at the addresses people use, as the server does. */
export function pages(): Plugin {
  return {
    name: "samen-pages",
    configureServer(server) {
      server.middlewares.use((request, _response, next) => {
        const [path = "/", query] = (request.url ?? "/").split("?");
        const page = pageFor(path);
        if (page) request.url = query === undefined ? `/${page}` : `/${page}?${query}`;
        next();
      });
    },
  };
}

type Parts = Readonly<Record<string, { package: string; parts: readonly string[]; constant: string }>>;

/** Packages that fetch files of their own while running: what to copy, and the constant that names the place. */
const PARTS: Parts = {
  pdfjs: {
    package: "pdfjs-dist",
    parts: ["cmaps", "standard_fonts", "wasm", "iccs"],
    constant: "__PDFJS_ASSETS__",
  },
  segmentation: {
    package: "@mediapipe/selfie_segmentation",
    parts: [
      "selfie_segmentation.binarypb",
      "selfie_segmentation.js",
      "selfie_segmentation.tflite",
      "selfie_segmentation_landscape.tflite",
      "selfie_segmentation_solution_simd_wasm_bin.js",
      "selfie_segmentation_solution_simd_wasm_bin.wasm",
      "selfie_segmentation_solution_wasm_bin.js",
      "selfie_segmentation_solution_wasm_bin.wasm",
    ],
    constant: "__SEGMENTATION_ASSETS__",
  },
};

const TYPES: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".wasm": "application/wasm",
};

interface Source {
  folder: string;
  base: string;
  parts: readonly string[];
}

/**
 * Copies those files to assets/NAME-VERSION/ (so they may be cached for ever), and defines a constant per
 * package with that address: `getDocument({ url, cMapUrl: __PDFJS_ASSETS__ + "cmaps/" })`.
 */
export function runtimeFiles(): Plugin {
  const sources: Source[] = [];
  let outDir = "";
  return {
    name: "samen-runtime-files",
    async config(user) {
      const root = resolve(user.root ?? ".");
      const require = createRequire(join(root, "package.json"));
      const define: Record<string, string> = {};
      sources.length = 0;
      for (const [name, entry] of Object.entries(PARTS)) {
        const manifest = require.resolve(`${entry.package}/package.json`);
        const { version } = JSON.parse(await readFile(manifest, "utf8")) as { version: string };
        const base = `/assets/${name}-${version}/`;
        define[entry.constant] = JSON.stringify(base);
        sources.push({ folder: dirname(manifest), base, parts: entry.parts });
      }
      return { define };
    },
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir);
    },
    configureServer(server) {
      server.middlewares.use(async (request, response, next) => {
        const path = decodeURIComponent((request.url ?? "").split("?")[0] ?? "");
        const source = sources.find(({ base }) => path.startsWith(base));
        const part = source && normalize(path.slice(source.base.length));
        if (!source || !part || !source.parts.includes(part.split("/")[0] ?? "")) return next();
        try {
          const body = await readFile(join(source.folder, part));
          response.setHeader("Content-Type", TYPES[extname(part)] ?? "application/octet-stream");
          response.end(body);
        } catch {
          next();
        }
      });
    },
    async writeBundle() {
      for (const { folder, base, parts } of sources) {
        await mkdir(join(outDir, base), { recursive: true });
        for (const part of parts) await cp(join(folder, part), join(outDir, base, part), { recursive: true });
      }
    },
  };
}
