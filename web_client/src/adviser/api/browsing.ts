/** What the office opens and hides in web pages that are looked at together. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "./client";

/** Host patterns; an empty `allow` allows everything public. */
export interface Browsing {
  readonly allow: readonly string[];
  readonly block: readonly string[];
  /** An address with `{words}`, or "" for no search engine. */
  readonly search: string;
  readonly masks: readonly Mask[];
}

export interface Mask {
  readonly site: string;
  readonly selector: string;
}

const BROWSING = ["browsing"] as const;

export function useBrowsing() {
  return useQuery({
    queryKey: BROWSING,
    queryFn: ({ signal }) => request<Browsing>("GET", "/organisation/browsing", { signal }),
  });
}

export function useChangeBrowsing() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Partial<Browsing>) => request<Browsing>("PATCH", "/organisation/browsing", { body }),
    onSuccess: (browsing) => client.setQueryData(BROWSING, browsing),
  });
}
