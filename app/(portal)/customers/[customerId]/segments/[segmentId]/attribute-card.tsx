import { Card } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import type { ShownSegmentView } from "@/lib/cohorts/segments/segment-view";

/** The attribute that says in Braze who is in the segment, and the filter to build with it. */
export function AttributeCard({ segment }: { segment: ShownSegmentView }) {
  const { attributeName } = segment;
  return (
    <Card
      title="In Braze"
      description="The segment is a custom attribute of its users: true while they are in it. When they leave, it becomes false or is removed, depending on Setup."
    >
      {attributeName ? <Filter name={attributeName} /> : <NotYet />}
    </Card>
  );
}

function Filter({ name }: { name: string }) {
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <code className="min-w-0 rounded bg-raised px-1.5 py-0.5 font-mono [overflow-wrap:anywhere]">
          {name}
        </code>
        <CopyButton size="small" text={name} label="Copy the name" />
      </div>
      <p>
        To reach these users in Braze, open Audience › Segments, add the filter Custom Attributes, paste the
        name and choose “is true”.
      </p>
      <p className="text-ink-soft">
        The name stays the same even if the segment is renamed in Heap: to Braze, a different name is a
        different attribute.
      </p>
    </div>
  );
}

function NotYet() {
  return (
    <p className="text-ink-soft">
      The first sync names the attribute after the segment: with the prefix heap_, “Trial users” becomes
      heap_trial_users. The name never changes afterwards. To get a different name, rename the segment in Heap
      before that sync and have Heap send it again.
    </p>
  );
}
