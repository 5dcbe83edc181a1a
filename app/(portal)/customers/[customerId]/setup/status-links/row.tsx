import { DateTime, TimeAgo } from "@/components/format/time-ago";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { StatusPill } from "@/components/ui/status-pill";
import type { StatusLinkView } from "@/lib/setup/status-links/status-link-view";
import { allowedWords } from "./words";

const LOOKS = {
  active: { tone: "info", words: "Active" },
  expired: { tone: "quiet", words: "Expired" },
  revoked: { tone: "quiet", words: "Revoked" },
} as const;

/** One status link: its state, what it allows, and its address on request. */
export function StatusLinkRow(props: {
  link: StatusLinkView;
  url: string | null;
  canChange: boolean;
  isRevealing: boolean;
  onReveal: () => void;
  onEdit: () => void;
  onRevoke: () => void;
}) {
  const { link, url, canChange } = props;
  const { tone, words } = LOOKS[link.state];
  return (
    <li className="px-3 py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <code className="font-mono text-xs">…{link.hint}</code>
        <StatusPill tone={tone}>{words}</StatusPill>
        <div className="min-w-0 flex-1 basis-56">
          <p>{allowedWords(link)}</p>
          <p className="text-xs text-ink-soft">
            <End link={link} /> ·{" "}
            {link.lastUsedAt ? (
              <>
                last opened <TimeAgo value={link.lastUsedAt} />
              </>
            ) : (
              "never opened"
            )}
          </p>
        </div>
        {canChange && (
          <div className="flex flex-wrap gap-2">
            {!url && (
              <Button
                size="small"
                isBusy={props.isRevealing}
                aria-label={`Show the status link ending in ${link.hint}`}
                onClick={props.onReveal}
              >
                Show link
              </Button>
            )}
            <Button
              size="small"
              aria-label={`Change the status link ending in ${link.hint}`}
              onClick={props.onEdit}
            >
              Change
            </Button>
            <Button
              size="small"
              tone="danger"
              aria-label={`Revoke the status link ending in ${link.hint}`}
              onClick={props.onRevoke}
            >
              Revoke
            </Button>
          </div>
        )}
      </div>
      {url && canChange && (
        <div className="mt-2 flex flex-wrap items-center gap-2">
          <code className="min-w-0 flex-1 basis-64 rounded-md border border-line bg-raised px-2.5 py-1.5 font-mono text-xs [overflow-wrap:anywhere]">
            {url}
          </code>
          <CopyButton size="small" text={url} label="Copy link" />
        </div>
      )}
    </li>
  );
}

function End({ link }: { link: StatusLinkView }) {
  if (link.state === "revoked" && link.revokedAt) {
    return (
      <>
        revoked <TimeAgo value={link.revokedAt} />
      </>
    );
  }
  if (link.expiresAt === null) return "works until it is revoked";
  return (
    <>
      {link.state === "active" ? "works until" : "expired"} <DateTime value={link.expiresAt} />
    </>
  );
}
