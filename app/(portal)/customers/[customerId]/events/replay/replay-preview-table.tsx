import { ArrowRight } from "lucide-react";
import { OutcomePill } from "@/components/ui/state-pills";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { ReplayPreview } from "@/lib/forwarding/replays/preview-replay";

/** The first events of a choice: what they are now, and what they would be. */
export function ReplayPreviewTable({ sample }: { sample: ReplayPreview["sample"] }) {
  return (
    <div className="mt-4">
      <Table label="Preview of the replay">
        <thead className="sr-only sm:not-sr-only sm:table-header-group">
          <tr>
            <Th>Event</Th>
            <Th>Now</Th>
            <Th>
              <span className="sr-only">becomes</span>
            </Th>
            <Th>After the replay</Th>
          </tr>
        </thead>
        <tbody className="block sm:table-row-group">
          {sample.map((event) => (
            <Tr key={`${event.batchId}.${event.index}`} className="grid grid-cols-2 py-1 sm:table-row sm:p-0">
              <Td className="col-span-full sm:max-w-64">
                <span className="block truncate" title={event.type ?? undefined}>
                  {event.typeName ?? "Unreadable event"}
                </span>
                <span className="block truncate text-xs text-ink-soft" title={event.eventId ?? undefined}>
                  {event.eventId ?? "without an ID"}
                </span>
              </Td>
              <Td className="pt-0! align-top sm:max-w-64 sm:pt-2.5!">
                <Heading>Now</Heading>
                <OutcomePill outcome={event.before.outcome} />
                <Detail words={event.before.because} />
              </Td>
              <Td className="hidden align-top text-ink-soft sm:table-cell">
                <ArrowRight aria-hidden="true" className="size-4" />
              </Td>
              <Td className="pt-0! align-top sm:max-w-72 sm:pt-2.5!">
                <Heading>After the replay</Heading>
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

/** What the columns are called where they have no heads: on a phone. */
function Heading({ children }: { children: string }) {
  return <span className="mb-0.5 block text-xs text-ink-soft sm:hidden">{children}</span>;
}

function Detail({ words }: { words: string | null }) {
  return words && <span className="mt-1 block text-xs text-ink-soft [overflow-wrap:anywhere]">{words}</span>;
}
