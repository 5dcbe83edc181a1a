import { ArrowRight } from "lucide-react";
import { OutcomePill } from "@/components/ui/state-pills";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { ReplayPreview } from "@/lib/forwarding/replays/preview-replay";

/** The first events of a choice: what they are now, and what they would be. */
export function ReplayPreviewTable({ sample }: { sample: ReplayPreview["sample"] }) {
  return (
    <div className="mt-4">
      <Table label="Preview of the replay">
        <thead>
          <tr>
            <Th>Event</Th>
            <Th>Now</Th>
            <Th>
              <span className="sr-only">becomes</span>
            </Th>
            <Th>After the replay</Th>
          </tr>
        </thead>
        <tbody>
          {sample.map((event) => (
            <Tr key={`${event.batchId}.${event.index}`}>
              <Td className="max-w-64">
                <span className="block truncate" title={event.type ?? undefined}>
                  {event.typeName ?? "Unreadable event"}
                </span>
                <span className="block truncate text-xs text-ink-soft" title={event.eventId ?? undefined}>
                  {event.eventId ?? "without an ID"}
                </span>
              </Td>
              <Td className="max-w-64 align-top">
                <OutcomePill outcome={event.before.outcome} />
                <Detail words={event.before.because} />
              </Td>
              <Td className="align-top text-ink-soft">
                <ArrowRight aria-hidden="true" className="size-4" />
              </Td>
              <Td className="max-w-72 align-top">
                {event.after ? (
                  <>
                    <OutcomePill outcome={event.after.outcome} />
                    <Detail
                      words={
                        event.after.outcome === "forwarded"
                          ? `“${event.after.name}” for ${event.after.identity}`
                          : event.after.because
                      }
                    />
                  </>
                ) : (
                  <span className="text-ink-soft">Cannot be replayed: its body is no longer stored.</span>
                )}
              </Td>
            </Tr>
          ))}
        </tbody>
      </Table>
    </div>
  );
}

function Detail({ words }: { words: string | null }) {
  return words && <span className="mt-1 block text-xs text-ink-soft [overflow-wrap:anywhere]">{words}</span>;
}
