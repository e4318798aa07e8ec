/** The foot of a list that goes on: a press brings the next page, and says when that went wrong. */
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { Problem } from "./Problem";

interface GrowingList {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly isFetchNextPageError: boolean;
  readonly error: unknown;
  readonly fetchNextPage: () => unknown;
}

interface MoreOfListProps {
  readonly list: GrowingList;
  /** Whether there is a button; without it only what went wrong is shown. */
  readonly offered?: boolean;
  /** What the button says. */
  readonly children: ReactNode;
}

export function MoreOfList({ list, offered = true, children }: MoreOfListProps) {
  const more = () => void list.fetchNextPage();
  return (
    <>
      {list.isFetchNextPageError && (
        <div className="a-inset">
          <Problem error={list.error} onRetry={more} />
        </div>
      )}
      {list.hasNextPage && offered && (
        <div className="a-more">
          <Button variant="default" loading={list.isFetchingNextPage} onClick={more}>
            {children}
          </Button>
        </div>
      )}
    </>
  );
}
