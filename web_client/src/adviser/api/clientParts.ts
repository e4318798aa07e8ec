/** What stands around clients: labels, own fields, saved selections, teams, colleagues. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { randomId } from "../../protocol/ids";
import { request } from "./client";
import type { ClientField, FieldKind, Named, SavedFilter, Team } from "./clientTypes";
import type { Page } from "./types";

/** Reads a short list that a page needs whole. */
function useList<Item>(name: string, path: string) {
  return useQuery({
    queryKey: [name],
    queryFn: async ({ signal }) => (await request<Pick<Page<Item>, "items">>("GET", path, { signal })).items,
    staleTime: 60_000,
  });
}

function useListWrite<Input, Answer = unknown>(
  names: readonly string[],
  write: (input: Input) => Promise<Answer>,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: write,
    onSuccess: () => Promise.all(names.map((name) => client.invalidateQueries({ queryKey: [name] }))),
  });
}

// --- labels -----------------------------------------------------------------------------------------------------

export interface Tag extends Named {
  readonly version: number;
  readonly count: number;
}

export const useTags = () => useList<Tag>("tags", "/tags");

export const useAddTag = () =>
  useListWrite(["tags", "clients"], (name: string) =>
    request<Tag>("POST", "/tags", { body: { name }, once: randomId() }),
  );

export const useRenameTag = () =>
  useListWrite(["tags", "clients", "client"], ({ tag, name }: { readonly tag: Tag; readonly name: string }) =>
    request<unknown>("PATCH", `/tags/${tag.id}`, { body: { name }, version: tag.version }),
  );

export const useDropTag = () =>
  useListWrite(["tags", "clients", "client"], (tag: Tag) =>
    request<void>("DELETE", `/tags/${tag.id}`, { version: tag.version }),
  );

// --- own fields -------------------------------------------------------------------------------------------------

export interface NewField {
  readonly label: string;
  readonly kind: FieldKind;
  readonly choices: readonly string[];
  readonly facet: boolean;
}

const FIELDS = ["client-fields", "clients"] as const;

export const useClientFields = () => useList<ClientField>("client-fields", "/client-fields");

export const useAddField = () =>
  useListWrite(FIELDS, (body: NewField) =>
    request<ClientField>("POST", "/client-fields", { body, once: randomId() }),
  );

export interface FieldChange {
  readonly field: ClientField;
  readonly change: Partial<Omit<NewField, "kind">> & { readonly position?: number };
}

export const useChangeField = () =>
  useListWrite(FIELDS, ({ field, change }: FieldChange) =>
    request<ClientField>("PATCH", `/client-fields/${field.id}`, { body: change, version: field.version }),
  );

export const useDropField = () =>
  useListWrite(FIELDS, (field: ClientField) =>
    request<void>("DELETE", `/client-fields/${field.id}`, { version: field.version }),
  );

// --- saved selections -------------------------------------------------------------------------------------------

const SAVED = ["saved-filters"] as const;

export const useSavedFilters = () => useList<SavedFilter>("saved-filters", "/saved-filters");

export interface NewSavedFilter {
  readonly name: string;
  readonly filter: Readonly<Record<string, string>>;
  readonly shared: boolean;
}

export const useSaveFilter = () =>
  useListWrite(SAVED, (body: NewSavedFilter) =>
    request<SavedFilter>("POST", "/saved-filters", { body, once: randomId() }),
  );

export const useDropFilter = () =>
  useListWrite(SAVED, (id: string) => request<void>("DELETE", `/saved-filters/${id}`));

// --- teams and colleagues ---------------------------------------------------------------------------------------

const TEAMS = ["teams"] as const;

export const useTeams = () => useList<Team>("teams", "/teams");

export const useAddTeam = () =>
  useListWrite(TEAMS, (body: { readonly name: string; readonly members: readonly string[] }) =>
    request<Team>("POST", "/teams", { body, once: randomId() }),
  );

export interface TeamChange {
  readonly team: Team;
  readonly name?: string;
  /** Ids of colleagues. */
  readonly members?: readonly string[];
}

export const useChangeTeam = () =>
  useListWrite(TEAMS, ({ team, ...body }: TeamChange) =>
    request<Team>("PATCH", `/teams/${team.id}`, { body, version: team.version }),
  );

export const useDropTeam = () =>
  useListWrite(["teams", "clients"], (team: Team) =>
    request<void>("DELETE", `/teams/${team.id}`, { version: team.version }),
  );

/** Everybody who works here, by name: for choosing an adviser. */
export const useColleagues = () => useList<Named>("colleagues", "/colleagues");

// --- what the office has chosen ---------------------------------------------------------------------------------

export interface ClientChoices {
  /** Whether citizen service numbers may be kept. */
  readonly allow_bsn: boolean;
  /** Who sees a new client beside its adviser. */
  readonly shown_to: "everyone" | "nobody";
}

const CHOICES = ["client-choices"] as const;

export function useClientChoices() {
  return useQuery({
    queryKey: CHOICES,
    queryFn: ({ signal }) => request<ClientChoices>("GET", "/client-choices", { signal }),
  });
}

export function useChangeClientChoices() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Partial<ClientChoices>) =>
      request<ClientChoices>("PATCH", "/client-choices", { body }),
    onSuccess: (choices) => client.setQueryData(CHOICES, choices),
  });
}
