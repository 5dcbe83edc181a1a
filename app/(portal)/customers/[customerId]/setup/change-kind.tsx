"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";

const ChangeKindDialog = dynamic(
  () => import("./change-kind-dialog").then((module) => module.ChangeKindDialog),
  { ssr: false },
);

/** Lets a destination write the other kind, and says first what stays behind in Braze. */
export function ChangeKind({ destination }: { destination: DestinationView }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        size="small"
        className="ml-3"
        onClick={() => setOpen(true)}
        aria-label={`Change how segments of ${destination.name} show in Braze`}
      >
        Change…
      </Button>
      {isOpen && <ChangeKindDialog destination={destination} onClose={() => setOpen(false)} />}
    </>
  );
}
