"use client";

import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { RadioCards } from "@/components/ui/radio-cards";
import type { EndpointView } from "@/lib/setup/endpoints/endpoint-view";

/** How long both URLs may work, in hours; the API allows at most a week. */
const OVERLAPS = [
  {
    value: "0",
    title: "No overlap",
    description: "For a URL that has leaked. Anything sent to it before the new URL is entered is lost.",
  },
  { value: "1", title: "1 hour", description: "When you and the customer change it together now." },
  { value: "24", title: "24 hours", description: "When the customer changes it today or tomorrow." },
  { value: "168", title: "7 days", description: "When nobody knows yet who will change it." },
];

/** Asks how long the old URL should keep working, then replaces it. */
export function RotateEndpoint(props: {
  endpoint: EndpointView;
  /** Another one that is still in its overlap: a third cannot work at the same time. */
  overlapping: EndpointView | undefined;
  sender: "Braze" | "Heap";
  isBusy: boolean;
  error: Error | null;
  onClose: () => void;
  onRotate: (overlapHours: number) => void;
}) {
  const { endpoint, overlapping, sender } = props;
  const { register, handleSubmit } = useForm({ defaultValues: { overlapHours: "24" } });
  return (
    <Dialog
      isOpen
      onClose={props.onClose}
      title={`Rotate the endpoint ending in ${endpoint.hint}`}
      description={`You get a new URL. Both URLs work during the overlap, so nothing is lost until the new one is entered in ${sender}.`}
    >
      <form
        onSubmit={handleSubmit(({ overlapHours }) => props.onRotate(Number(overlapHours)))}
        className="space-y-4"
      >
        <RadioCards
          legend="Keep the old URL working for"
          control={register("overlapHours")}
          options={OVERLAPS}
        />
        {overlapping && (
          <p className="rounded-md bg-wait-ground px-3 py-2 text-wait">
            The endpoint ending in {overlapping.hint} still works too, and at most two can work at once.
            Revoke that endpoint first, or choose “No overlap”.
          </p>
        )}
        {props.error && (
          <p role="alert" className="rounded-md bg-bad-ground px-3 py-2 font-medium text-bad">
            {props.error.message}
          </p>
        )}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={props.onClose}>Cancel</Button>
          <Button type="submit" tone="primary" isBusy={props.isBusy}>
            Rotate endpoint
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
