import { TimeAgo } from "@/components/format/time-ago";
import { Button } from "@/components/ui/button";
import { StatusPill } from "@/components/ui/status-pill";
import type { ConnectLinkView } from "@/lib/setup/connect-links/connect-link-view";

const TONES = { active: "wait", used: "good", expired: "quiet", revoked: "quiet" } as const;
const WORDS = { active: "Active", used: "Used", expired: "Expired", revoked: "Revoked" } as const;

/** One connect link: its state, and since or until when. */
export function ConnectLinkRow({ link, onRevoke }: { link: ConnectLinkView; onRevoke?: () => void }) {
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
      <code className="font-mono text-xs">…{link.hint}</code>
      <StatusPill tone={TONES[link.state]}>{WORDS[link.state]}</StatusPill>
      <span className="min-w-0 flex-1 text-ink-soft">
        <Moment link={link} />
      </span>
      {onRevoke && (
        <Button
          size="small"
          tone="danger"
          aria-label={`Revoke the link ending in ${link.hint}`}
          onClick={onRevoke}
        >
          Revoke
        </Button>
      )}
    </li>
  );
}

function Moment({ link }: { link: ConnectLinkView }) {
  if (link.state === "active")
    return (
      <>
        ends <TimeAgo value={link.expiresAt} />
      </>
    );
  return <TimeAgo value={link.usedAt ?? link.revokedAt ?? link.expiresAt} />;
}
