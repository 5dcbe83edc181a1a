import { ApiError } from "@/components/data/call-api";

/**
 * Why a revert did not work, and what is so now. Only a refusal is sure to have changed nothing: where no answer came, it may have
 * been carried out. Pure.
 */
export function whyNotReverted(name: string, err: unknown): string {
  if (!(err instanceof ApiError) || err.status >= 500) {
    const why = err instanceof ApiError ? ` ${err.message}` : "";
    return `It is not known whether “${name}” was reverted. Check it in Setup.${why}`;
  }
  if (err.code === "conflict") {
    return `“${name}” was changed again in the meantime, or can no longer be changed. Nothing was reverted. Check it in Setup.`;
  }
  return `“${name}” could not be reverted. Nothing changed. ${err.message}`;
}
