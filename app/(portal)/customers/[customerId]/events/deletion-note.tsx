import { DateTime } from "@/components/format/time-ago";
import { ButtonLink } from "@/components/ui/button";
import type { EventDetail } from "@/lib/forwarding/events/show-event";

/** How far a request to delete a user is, beside the event that it came by. */
export function DeletionNote(props: {
  customerId: string;
  deletionRequest: NonNullable<EventDetail["deletionRequest"]>;
}) {
  const { state, dueAt } = props.deletionRequest;
  const isOver = state === "done" || state === "refused";
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 rounded-lg bg-raised px-3 py-2">
      <p className="min-w-0 flex-1 basis-56">
        {WORDS[state]}
        {!isOver && (
          <>
            {" "}
            Due by <DateTime value={dueAt} />.
          </>
        )}
      </p>
      <ButtonLink size="small" href={`/customers/${props.customerId}/setup/data`}>
        Open Data and erasure
      </ButtonLink>
    </div>
  );
}

const WORDS: Record<NonNullable<EventDetail["deletionRequest"]>["state"], string> = {
  open: "The deletion is waiting for a decision.",
  under_way: "The deletion is under way.",
  done: "The user has been deleted.",
  failed: "Some of the user’s data could not be deleted.",
  refused: "The request was refused: nothing was deleted.",
};
