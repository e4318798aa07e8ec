/** Imports of clients, and exports. */
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { API, Refusal, request } from "./client";
import type { Page } from "./types";

export type ImportSource = "google" | "csv" | "excel" | "vcard";
export type Doubles = "skip" | "merge" | "add";
export type ImportState = "reading" | "ready" | "failed" | "bringing" | "done" | "undoing" | "undone";

export interface ImportColumn {
  readonly header: string;
  /** What it is of a client; "" is left alone. */
  readonly target: string;
  readonly samples: readonly string[];
}

export interface ImportCounts {
  readonly new: number;
  readonly double: number;
  readonly wrong: number;
  readonly added: number;
  readonly merged: number;
  readonly skipped: number;
  readonly refused: number;
  readonly gone: number;
  readonly restored: number;
  readonly kept: number;
}

export interface ClientImport {
  readonly id: string;
  readonly version: number;
  readonly source: ImportSource;
  readonly name: string;
  readonly size: number;
  readonly state: ImportState;
  /** Why it failed: a refusal's code. */
  readonly trouble: string;
  readonly total: number;
  readonly done: number;
  readonly kind: string;
  readonly encoding: string;
  readonly delimiter: string;
  readonly sheet: string;
  readonly more_sheets: number;
  readonly shortened: number;
  readonly columns: readonly ImportColumn[];
  readonly counts: ImportCounts;
  readonly doubles: Doubles;
  /** "" gives none. */
  readonly tag: string;
  readonly by: string;
  readonly created_at: string;
  readonly ended_at: string | null;
  readonly undo_until: string | null;
}

export interface ImportRow {
  readonly number: number;
  readonly line: number;
  readonly caption: string;
  readonly state: "new" | "double" | "wrong";
  readonly wrong: readonly { readonly code: string; readonly field: string }[];
  readonly alike: readonly {
    readonly client_id: string;
    readonly name: string;
    readonly by: readonly string[];
  }[];
  readonly same_as: number | null;
  readonly choice: Doubles | null;
  readonly outcome: "" | "added" | "merged" | "skipped" | "wrong";
  readonly client_id: string | null;
  readonly undone: "" | "gone" | "restored" | "kept";
  readonly kept: readonly string[];
}

export type RowState = "new" | "double" | "wrong" | "added" | "merged" | "skipped" | "kept";

const IMPORTS = ["imports"] as const;
const importKey = (id: string) => ["import", id] as const;
/** A large file on a slow line. */
const UPLOAD_PATIENCE_MS = 600_000;
const BUSY: ReadonlySet<ImportState> = new Set(["reading", "bringing", "undoing"]);

export const isBusy = (state: ImportState): boolean => BUSY.has(state);

export function useImports() {
  return useInfiniteQuery({
    queryKey: IMPORTS,
    queryFn: ({ pageParam, signal }) =>
      request<Page<ClientImport>>("GET", "/imports", { query: { after: pageParam }, signal }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some((page) => page.items.some((one) => isBusy(one.state))) ? 2000 : false,
  });
}

/** Asked again while the server is at it. */
export function useImport(id: string) {
  return useQuery({
    queryKey: importKey(id),
    queryFn: ({ signal }) => request<ClientImport>("GET", `/imports/${id}`, { signal }),
    refetchInterval: ({ state }) => (state.data && isBusy(state.data.state) ? 700 : false),
  });
}

export function useImportRows(id: string, state: RowState, stamp: string) {
  return useInfiniteQuery({
    queryKey: [...importKey(id), "rows", state, stamp],
    queryFn: ({ pageParam, signal }) =>
      request<{ readonly items: readonly ImportRow[]; readonly next: number | null }>(
        "GET",
        `/imports/${id}/rows`,
        { query: { state, after: String(pageParam), limit: "20" }, signal },
      ),
    initialPageParam: 0,
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  });
}

export function useUploadImport() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ file, source }: { readonly file: File; readonly source: ImportSource }) =>
      request<ClientImport>("POST", "/imports", {
        file: new Blob([file], { type: "application/octet-stream" }),
        query: { name: file.name, source },
        patience: UPLOAD_PATIENCE_MS,
      }),
    onSuccess: (made) => {
      client.setQueryData(importKey(made.id), made);
      return client.invalidateQueries({ queryKey: IMPORTS });
    },
  });
}

function useStep<Input>(id: string, write: (input: Input) => Promise<ClientImport>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSuccess: (now) => {
      client.setQueryData(importKey(id), now);
      void client.invalidateQueries({ queryKey: IMPORTS });
      void client.invalidateQueries({ queryKey: [...importKey(id), "rows"] });
    },
  });
}

export const useColumns = (id: string) =>
  useStep(id, (columns: readonly string[]) =>
    request<ClientImport>("PUT", `/imports/${id}/columns`, { body: { columns } }),
  );

export interface ImportChoices {
  readonly doubles?: Doubles;
  readonly tag?: boolean;
  readonly rows?: Readonly<Record<string, Doubles | null>>;
}

export const useChoices = (id: string) =>
  useStep(id, (body: ImportChoices) => request<ClientImport>("PUT", `/imports/${id}/choices`, { body }));

export const useBring = (id: string) =>
  useStep(id, (_: undefined) => request<ClientImport>("POST", `/imports/${id}/bring`));

export const useUndoImport = (id: string) =>
  useStep(id, (_: undefined) => request<ClientImport>("POST", `/imports/${id}/undo`));

export function useDropImport(id: string) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<void>("DELETE", `/imports/${id}`),
    onSuccess: () => client.invalidateQueries({ queryKey: IMPORTS }),
  });
}

export const wrongRowsAddress = (id: string): string => `${API}/imports/${id}/wrong.csv`;

export type ExportFormat = "csv" | "xlsx";

export interface ExportWish {
  readonly format: ExportFormat;
  readonly ids?: readonly string[];
  readonly filter?: Readonly<Record<string, string | undefined>>;
  readonly except?: readonly string[];
}

/** Fetches a table of clients and hands it to the browser to save. */
export function useExport() {
  return useMutation({
    mutationFn: async (wish: ExportWish) => {
      let answer: Response;
      try {
        answer = await fetch(`${API}/clients/export`, {
          method: "POST",
          headers: { "Content-Type": "application/json" },
          credentials: "same-origin",
          body: JSON.stringify(wish),
          signal: AbortSignal.timeout(UPLOAD_PATIENCE_MS),
        });
      } catch {
        throw new Refusal("offline", 0);
      }
      if (!answer.ok) {
        const told = (await answer.json().catch(() => ({}))) as { readonly code?: string };
        throw new Refusal(told.code ?? "internal", answer.status);
      }
      const name = /filename\*=UTF-8''([^;]+)/.exec(answer.headers.get("Content-Disposition") ?? "")?.[1];
      const address = URL.createObjectURL(await answer.blob());
      const link = document.createElement("a");
      link.href = address;
      link.download = decodeURIComponent(name ?? `clients.${wish.format}`);
      link.click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    },
  });
}
