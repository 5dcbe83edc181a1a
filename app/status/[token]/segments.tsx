import { formatNumber } from "@/components/format/format-number";
import type { StatusView } from "@/lib/insight/status/status-view";
import { SegmentRow } from "./segment-row";

/** The customer's segments: the state of each, and what the link allows to do with it. */
export function Segments({ token, view }: { token: string; view: StatusView }) {
  const { segments, canSync, canToggle } = view;
  const all = view.destinations.reduce((total, destination) => total + destination.segments, 0);
  return (
    <section aria-labelledby="segments">
      <h2 id="segments" className="mb-2 font-semibold">
        Segments
      </h2>
      {segments.length === 0 ? (
        <p className="rounded-lg border border-dashed border-line-strong px-4 py-5 text-ink-soft">
          No segment has come from Heap yet. In Heap, turn the integration on for a segment and press Sync
          Now.
        </p>
      ) : (
        <ul aria-label="Segments" className="divide-y divide-line rounded-lg border border-line bg-surface">
          {segments.map((segment) => (
            <SegmentRow key={segment.id} {...{ token, segment, canSync, canToggle }} />
          ))}
        </ul>
      )}
      {all > segments.length && (
        <p className="mt-2 text-xs text-ink-soft">
          The first {formatNumber(segments.length)} of {formatNumber(all)} are shown, by name.
        </p>
      )}
    </section>
  );
}
