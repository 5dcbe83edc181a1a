import { OctagonAlert } from "lucide-react";
import { Card } from "@/components/ui/card";

/** Said above everything else: while the functions do not run, no figure below moves and no alert opens. */
export function FunctionsStopped() {
  return (
    <div role="alert" className="mb-4">
      <Card
        title={
          <span className="flex items-center gap-2">
            <OctagonAlert aria-hidden="true" className="size-4 text-bad" />
            The functions have not run for two minutes
          </span>
        }
      >
        <p className="text-ink-soft">
          What Braze and Heap send is still stored, but nothing is forwarded, synced or checked until they run
          again. Whoever runs Tributary should look at its log and, where Inngest is in use, whether Inngest
          reaches the app. The admins have been told.
        </p>
      </Card>
    </div>
  );
}
