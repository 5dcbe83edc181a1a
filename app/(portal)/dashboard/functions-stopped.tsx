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
            Background work has stopped
          </span>
        }
      >
        <p className="text-ink-soft">
          It has not run for two minutes. What Braze and Heap send is still stored, but nothing is forwarded,
          synced or checked until it runs again. The operator should check Tributary’s log and, if Inngest is
          used, whether Inngest reaches the app. All admins have been told.
        </p>
      </Card>
    </div>
  );
}
