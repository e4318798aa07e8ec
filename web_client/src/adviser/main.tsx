/** The adviser's pages: sign-in, dashboard, sessions, settings, and the help that everybody may read. */
import { QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createBrowserRouter } from "react-router";
import { RouterProvider } from "react-router/dom";
import { startLanguage } from "../i18n";
import { startPreferences } from "../ui";
import { makeQueryClient } from "./api/cache";
import { fetchAhead, routes } from "./routes";
import { Look } from "./shell/Look";
import "./adviser.css";

startPreferences();
startLanguage();

if (window.location.pathname.startsWith("/adviser")) fetchAhead();

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <StrictMode>
      <QueryClientProvider client={makeQueryClient()}>
        <Look>
          <RouterProvider router={createBrowserRouter(routes)} />
        </Look>
      </QueryClientProvider>
    </StrictMode>,
  );
}
