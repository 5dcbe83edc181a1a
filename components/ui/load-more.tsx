"use client";

import { Button } from "./button";

/** The end of a list: more of it, or why more could not be read. */
export function LoadMore({
  query,
}: {
  query: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    isFetchNextPageError: boolean;
    fetchNextPage: () => unknown;
  };
}) {
  if (!query.hasNextPage) return null;
  return (
    <div className="mt-4 flex items-center gap-3">
      <Button isBusy={query.isFetchingNextPage} onClick={() => query.fetchNextPage()}>
        {query.isFetchingNextPage ? "Loading more…" : "Show more"}
      </Button>
      {query.isFetchNextPageError && (
        <p role="alert" className="text-bad">
          Could not load more. Try again.
        </p>
      )}
    </div>
  );
}
