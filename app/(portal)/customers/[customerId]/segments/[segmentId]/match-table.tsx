import { TimeAgo } from "@/components/format/time-ago";
import { StatusPill } from "@/components/ui/status-pill";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { MatchCheckView } from "@/lib/cohorts/match-checks/match-check-view";
import { matchSentence } from "@/lib/cohorts/match-checks/match-words";

const STATES = {
  queued: ["info", "Queued"],
  running: ["info", "Running"],
  succeeded: ["good", "Measured"],
  failed: ["bad", "Failed"],
} as const;

/** A segment's match checks, newest first. */
export function MatchTable({ checks }: { checks: readonly MatchCheckView[] }) {
  return (
    <Table label="Match checks">
      <thead>
        <tr>
          <Th>Requested</Th>
          <Th>State</Th>
          <Th>Result</Th>
        </tr>
      </thead>
      <tbody>
        {checks.map((check) => (
          <Tr key={check.id} className="align-top">
            <Td className="whitespace-nowrap">
              <TimeAgo value={check.requestedAt} />
              <p className="text-xs text-ink-soft">by {check.requestedBy}</p>
            </Td>
            <Td>
              <StatusPill tone={STATES[check.state][0]}>{STATES[check.state][1]}</StatusPill>
            </Td>
            <Td className="min-w-60 tabular-nums [overflow-wrap:anywhere]">
              {check.match ? matchSentence(check.match) : check.error}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}
