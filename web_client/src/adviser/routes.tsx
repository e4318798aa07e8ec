/** Which page answers which address. Pages that few people need come when they are asked for. */
import type { RouteObject } from "react-router";
import { Crash } from "./shell/Crash";
import { AdminOnly, Guard } from "./shell/Guard";
import { Opening, Root } from "./shell/Root";

/** The pages people go to next, fetched while nothing else happens: then they also open when the line drops. */
export function fetchAhead(): void {
  const fetch = () => {
    const parts = [
      import("./dashboard/Dashboard"),
      import("./sessions/Sessions"),
      import("./sessions/SessionPage"),
      import("./signing/Envelopes"),
      import("./signing/EnvelopePage"),
      import("./settings/Settings"),
      import("./account/Account"),
      import("./help/HelpFrame"),
      import("./help/HelpHome"),
      import("./help/HelpPage"),
    ];
    // Without a line they come when they are asked for, and say so then.
    void Promise.allSettled(parts);
  };
  // Safari knows no idle callback.
  if ("requestIdleCallback" in window) window.requestIdleCallback(fetch, { timeout: 5000 });
  else setTimeout(fetch, 2000);
}

export const routes: RouteObject[] = [
  {
    element: <Root />,
    errorElement: <Crash />,
    hydrateFallbackElement: <Opening />,
    children: [
      {
        path: "/adviser",
        element: <Guard />,
        errorElement: <Crash />,
        children: [
          {
            index: true,
            lazy: async () => ({ Component: (await import("./dashboard/Dashboard")).Dashboard }),
          },
          {
            path: "sessions",
            lazy: async () => ({ Component: (await import("./sessions/Sessions")).Sessions }),
          },
          {
            path: "sessions/:id",
            lazy: async () => ({ Component: (await import("./sessions/SessionPage")).SessionPage }),
          },
          {
            path: "clients",
            lazy: async () => ({ Component: (await import("./clients/Clients")).Clients }),
          },
          {
            path: "clients/new",
            lazy: async () => ({ Component: (await import("./clients/ClientFormPage")).NewClientPage }),
          },
          {
            path: "clients/import",
            lazy: async () => ({ Component: (await import("./clients/import/ImportPage")).ImportPage }),
          },
          {
            path: "clients/import/:importId",
            lazy: async () => ({ Component: (await import("./clients/import/ImportRun")).ImportRun }),
          },
          {
            path: "clients/:id/edit",
            lazy: async () => ({ Component: (await import("./clients/ClientFormPage")).EditClientPage }),
          },
          {
            path: "clients/:id/:tab?",
            lazy: async () => ({ Component: (await import("./clients/ClientPage")).ClientPage }),
          },
          {
            path: "documents",
            lazy: async () => ({ Component: (await import("./documents/Documents")).Documents }),
          },
          {
            path: "signing",
            lazy: async () => ({ Component: (await import("./signing/Envelopes")).Envelopes }),
          },
          {
            path: "signing/new",
            lazy: async () => ({ Component: (await import("./signing/NewEnvelope")).NewEnvelope }),
          },
          {
            path: "signing/templates",
            lazy: async () => ({ Component: (await import("./signing/Templates")).Templates }),
          },
          {
            path: "signing/:id",
            lazy: async () => ({ Component: (await import("./signing/EnvelopePage")).EnvelopePage }),
          },
          {
            path: "agenda",
            lazy: async () => ({ Component: (await import("./agenda/AgendaPage")).AgendaPage }),
          },
          {
            path: "appointments",
            lazy: async () => ({ Component: (await import("./agenda/Overview")).Overview }),
          },
          {
            path: "settings",
            lazy: async () => ({ Component: (await import("./settings/Settings")).Settings }),
            children: [
              {
                index: true,
                lazy: async () => ({ Component: (await import("./settings/Settings")).SettingsIndex }),
              },
              {
                path: "account",
                lazy: async () => ({ Component: (await import("./account/Account")).Account }),
              },
              {
                path: "agenda",
                lazy: async () => ({
                  Component: (await import("./agenda/settings/AgendaSettings")).AgendaSettings,
                }),
              },
              {
                path: "messages",
                lazy: async () => ({ Component: (await import("./messages/Templates")).Templates }),
              },
              {
                path: "services",
                lazy: async () => ({ Component: (await import("./agenda/settings/Services")).Services }),
              },
              {
                path: "availability",
                lazy: async () => ({
                  Component: (await import("./agenda/settings/Availability")).Availability,
                }),
              },
              {
                element: <AdminOnly />,
                children: [
                  {
                    path: "office",
                    lazy: async () => ({ Component: (await import("./settings/Office")).Office }),
                  },
                  {
                    path: "colleagues",
                    lazy: async () => ({ Component: (await import("./settings/Colleagues")).Colleagues }),
                  },
                  {
                    path: "clients",
                    lazy: async () => ({ Component: (await import("./settings/Clients")).Clients }),
                  },
                  {
                    path: "privacy",
                    lazy: async () => ({ Component: (await import("./privacy/Privacy")).Privacy }),
                  },
                  {
                    path: "crm",
                    lazy: async () => ({ Component: (await import("./settings/Crm")).Crm }),
                  },
                  {
                    path: "browsing",
                    lazy: async () => ({ Component: (await import("./settings/Browsing")).Browsing }),
                  },
                  {
                    path: "website",
                    lazy: async () => ({ Component: (await import("./settings/Website")).Website }),
                  },
                  {
                    path: "mail",
                    lazy: async () => ({ Component: (await import("./outbox/Outbox")).Outbox }),
                  },
                  {
                    path: "signing",
                    lazy: async () => ({
                      Component: (await import("./settings/SigningChoices")).SigningChoices,
                    }),
                  },
                  {
                    path: "transactions",
                    lazy: async () => ({
                      Component: (await import("./settings/Transactions")).Transactions,
                    }),
                  },
                  {
                    path: "webhooks",
                    lazy: async () => ({ Component: (await import("./settings/Webhooks")).Webhooks }),
                  },
                  {
                    path: "webhooks/:id",
                    lazy: async () => ({ Component: (await import("./settings/Webhook")).Webhook }),
                  },
                  {
                    path: "api-keys",
                    lazy: async () => ({ Component: (await import("./settings/ApiKeys")).ApiKeys }),
                  },
                ],
              },
            ],
          },
          { path: "*", lazy: async () => ({ Component: (await import("./shell/NotFound")).NotFound }) },
        ],
      },
      {
        path: "/adviser/forgot",
        lazy: async () => ({ Component: (await import("./signin/Forgot")).Forgot }),
      },
      { path: "/reset/:token", lazy: async () => ({ Component: (await import("./signin/Reset")).Reset }) },
      { path: "/setup/:token", lazy: async () => ({ Component: (await import("./setup/SetUp")).SetUp }) },
      {
        path: "/invite/:token",
        lazy: async () => ({ Component: (await import("./setup/Invitation")).Invitation }),
      },
      {
        path: "/help",
        lazy: async () => ({ Component: (await import("./help/HelpFrame")).HelpFrame }),
        children: [
          { index: true, lazy: async () => ({ Component: (await import("./help/HelpHome")).HelpHome }) },
          { path: ":page", lazy: async () => ({ Component: (await import("./help/HelpPage")).HelpPage }) },
        ],
      },
    ],
  },
];
