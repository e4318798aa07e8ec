/** Unit tests of the client, beside the code they test. */
import { defineConfig, mergeConfig } from "vitest/config";
import base from "./vite.config.ts";

export default mergeConfig(
  base,
  defineConfig({
    test: {
      // happy-dom, not jsdom: Mantine needs matchMedia.
      environment: "happy-dom",
      include: ["src/**/*.test.{ts,tsx}", "tooling/**/*.test.ts"],
      setupFiles: ["./tooling/test-setup.ts"],
      restoreMocks: true,
      unstubGlobals: true,
      testTimeout: 20_000,
      maxWorkers: 2,
      css: { modules: { classNameStrategy: "non-scoped" } },
      // A test that is skipped or focused by mistake would pass in silence.
      allowOnly: false,
    },
  }),
);
