import { formatDuration } from "@/components/format/format-duration";

/** How long calls wait for the limit that Braze reports for custom attributes, in a sentence. */
export function waitWords(waitSeconds: number | null): string {
  if (waitSeconds === null) return "Braze has not reported its limit yet, so the time is unknown.";
  if (waitSeconds === 0) return "They fit within the calls that Braze still allows.";
  return `At Braze’s limit it takes at least ${formatDuration(waitSeconds)}: a tenth of the limit is reserved for other uses of the workspace.`;
}
