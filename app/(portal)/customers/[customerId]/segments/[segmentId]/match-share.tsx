import { StatusPill } from "@/components/ui/status-pill";
import type { MatchView } from "@/lib/cohorts/match-checks/match-check-view";
import { matchLevel, percent } from "@/lib/cohorts/match-checks/match-words";

const LEVELS = {
  good: { tone: "good", words: "Good" },
  fair: { tone: "wait", words: "Some are missing" },
  low: { tone: "bad", words: "Low" },
} as const;

/** How good a measured share is; outdated once users are identified differently. */
export function MatchPill({ match, isOutdated }: { match: MatchView; isOutdated: boolean }) {
  if (isOutdated) return <StatusPill tone="quiet">Outdated</StatusPill>;
  const { tone, words } = LEVELS[matchLevel(match)];
  return <StatusPill tone={tone}>{words}</StatusPill>;
}

/** A measured share, as short as a list needs it. */
export function MatchShare({ match, isOutdated }: { match: MatchView; isOutdated: boolean }) {
  const tone = isOutdated
    ? "text-ink-soft"
    : { good: "", fair: "text-wait", low: "text-bad" }[matchLevel(match)];
  return (
    <span className={`tabular-nums ${tone}`}>
      Braze knows {percent(match.share)}%{isOutdated && " (outdated)"}
    </span>
  );
}
