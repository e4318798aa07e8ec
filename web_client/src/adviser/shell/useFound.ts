/** What Ctrl K finds on the server: clients, appointments and documents, as somebody types. */
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Appointment } from "../api/agenda";
import { refusalOf, request } from "../api/client";
import type { ClientRow } from "../api/clientTypes";
import type { Page } from "../api/types";

const MOST = "6";
const PAUSE_MS = 120;

/** Of a document, as much as a line of the list shows. */
interface FoundDocument {
  readonly id: string;
  readonly name: string;
  readonly client: { readonly id: string; readonly name: string } | null;
}

export interface Found {
  readonly clients: readonly ClientRow[];
  readonly appointments: readonly Appointment[];
  readonly documents: readonly FoundDocument[];
}

export const NOTHING: Found = { clients: [], appointments: [], documents: [] };

async function find(search: string, scope: string, signal: AbortSignal): Promise<Found> {
  const query = { search, limit: MOST };
  const [clients, appointments, documents] = await Promise.all([
    request<Page<ClientRow>>("GET", "/clients", { query, signal }),
    request<Page<Appointment>>("GET", "/appointments", { query: { ...query, scope }, signal }),
    request<Page<FoundDocument>>("GET", "/documents", { query, signal }),
  ]);
  return { clients: clients.items, appointments: appointments.items, documents: documents.items };
}

/** `failed`: the server could not be asked; what is found here stays. */
export function useFound(
  query: string,
  scope: "mine" | "all",
): { readonly found: Found; readonly asking: boolean; readonly failed: boolean } {
  const [search] = useDebouncedValue(query.trim(), PAUSE_MS);
  const { data, isFetching, error } = useQuery({
    queryKey: ["found", scope, search],
    queryFn: ({ signal }) => find(search, scope, signal),
    enabled: search.length > 1,
    placeholderData: keepPreviousData,
    retry: false,
  });
  const asked = query.trim().length > 1;
  const failed = error !== null && refusalOf(error).code !== "not_signed_in";
  return {
    found: (asked ? data : undefined) ?? NOTHING,
    asking: asked && (isFetching || search !== query.trim()),
    failed: asked && failed,
  };
}
