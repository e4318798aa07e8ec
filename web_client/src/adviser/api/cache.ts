/** The cache of answers: what is kept, what is asked again, and what a lost sign-in does. */
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { isPassing, refusalOf } from "./client";

export const ME = ["me"] as const;

export function makeQueryClient(): QueryClient {
  // The cookie may end at any moment (signed out elsewhere): whichever request notices it shows the sign-in page.
  const notice = (error: unknown) => {
    if (refusalOf(error).code === "not_signed_in") client.setQueryData(ME, null);
  };
  const client = new QueryClient({
    queryCache: new QueryCache({ onError: notice }),
    mutationCache: new MutationCache({ onError: notice }),
    defaultOptions: {
      queries: {
        // "always": without a line the request fails and says so, instead of waiting in silence.
        networkMode: "always",
        staleTime: 15_000,
        retry: (count, error) => count < 2 && isPassing(error),
        retryDelay: (count) => 500 * 2 ** count,
      },
      mutations: { networkMode: "always" },
    },
  });
  return client;
}
