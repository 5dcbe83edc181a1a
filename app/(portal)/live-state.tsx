import { ApiError } from "@/components/call-api";

/** Says whether the numbers are being read, or why not and what to do. */
export function LiveState({ error }: { error: Error | null }) {
  if (!error) {
    return (
      <p className="flex items-center gap-1.5 text-xs text-ink-soft">
        <span aria-hidden="true" className="size-1.5 rounded-full bg-good" />
        Live, read every 2 seconds
      </p>
    );
  }

  const isSignedOut = error instanceof ApiError && error.status === 401;
  return (
    <p role="alert" className="rounded-md bg-bad-ground px-2.5 py-1 text-xs font-medium text-bad">
      {isSignedOut ? (
        <>
          Your session has ended.{" "}
          <a href="/sign-in" className="underline">
            Sign in again
          </a>
        </>
      ) : (
        <>These numbers are not current: {error.message}</>
      )}
    </p>
  );
}
