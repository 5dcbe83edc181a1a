"use client";

/** Shown when the server could not render a page. */
export default function PortalError({ reset }: { error: Error; reset: () => void }) {
  return (
    <div role="alert" className="rounded-lg border border-line bg-surface px-6 py-14 text-center">
      <h1 className="font-semibold">This page could not be loaded</h1>
      <p className="mx-auto mt-1 max-w-md text-ink-soft">
        The database is probably not responding. Nothing is lost: what Braze and Heap send is kept or sent
        again.
      </p>
      <button
        type="button"
        onClick={reset}
        className="mt-4 rounded-md bg-accent px-3 py-1.5 font-medium text-accent-ink"
      >
        Try again
      </button>
    </div>
  );
}
