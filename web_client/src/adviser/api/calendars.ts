/** The own agenda in other calendars: the address to subscribe to, and a CalDAV calendar that is written. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { request } from "./client";

const FEED = ["calendar-feed"] as const;
const CALDAV = ["caldav"] as const;

export interface Feed {
  /** Null until it was asked for. */
  readonly url: string | null;
}

export function useCalendarFeed() {
  return useQuery({
    queryKey: FEED,
    queryFn: ({ signal }) => request<Feed>("GET", "/calendar-feed", { signal }),
  });
}

/** A new address; the one before stops. */
export function useMakeCalendarFeed() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<Feed>("POST", "/calendar-feed", { once: crypto.randomUUID() }),
    onSuccess: (feed) => client.setQueryData(FEED, feed),
  });
}

export function useDropCalendarFeed() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<void>("DELETE", "/calendar-feed"),
    onSuccess: () => client.setQueryData<Feed>(FEED, { url: null }),
  });
}

export interface CalDav {
  /** "" while there is none. */
  readonly url: string;
  readonly username: string;
  readonly state: "off" | "working" | "failed";
  readonly error: string;
  readonly last_at: string | null;
}

export function useCalDav() {
  return useQuery({
    queryKey: CALDAV,
    queryFn: ({ signal }) => request<CalDav>("GET", "/caldav", { signal }),
  });
}

export function useChangeCalDav() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: { url: string; username: string; password: string }) =>
      request<CalDav>("PUT", "/caldav", { body, patience: 60_000 }),
    onSuccess: (kept) => client.setQueryData(CALDAV, kept),
  });
}

export function useDropCalDav() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: () => request<void>("DELETE", "/caldav"),
    onSuccess: () => client.invalidateQueries({ queryKey: CALDAV }),
  });
}
