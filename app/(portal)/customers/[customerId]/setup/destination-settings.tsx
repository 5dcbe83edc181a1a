"use client";

import { Pencil } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { DestinationHoldNote } from "@/app/(portal)/customers/[customerId]/(overview)/hold-note";
import { PauseButton } from "@/app/(portal)/customers/[customerId]/(overview)/pause-button";
import { DESTINATION } from "@/components/forms/destination-values";
import { FormDrawer } from "@/components/forms/form-drawer";
import { useSavedNotice } from "@/components/forms/use-revert";
import { KeyTestButton } from "@/components/proven-hops/proof-buttons";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { StatusPill } from "@/components/ui/status-pill";
import type { DestinationOverview } from "@/lib/insight/overview/overview-view";
import { IDENTIFIER_WORDS, KIND_WORDS } from "@/lib/kernel/audit/field-words";
import type { DestinationView } from "@/lib/setup/destinations/destination-view";
import { BrazeKeys, HAS_KEY } from "./braze-keys";
import { ChangeKind } from "./change-kind";
import { ConnectLinks } from "./connect-links/list";
import { Endpoints } from "./endpoints";
import { Fact, Facts, Part } from "./facts";
import { LastChange } from "./last-change";
import { ReceivedPages } from "./received-pages";
import { WebhookSecrets } from "./webhook-secrets";

// Only where segments are attributes.
const AttributeSettings = dynamic(
  () => import("./attribute-settings").then((module) => module.AttributeSettings),
  { loading: () => null },
);
// Loaded when someone edits, not with the page.
const DestinationForm = dynamic(
  () => import("@/components/forms/destination-form").then((module) => module.DestinationForm),
  { ssr: false },
);

/** A destination as it is set up, and everything that can be changed about it. */
export function DestinationSettings(props: {
  destination: DestinationView;
  /** What moves through it; undefined until it is read. */
  overview: DestinationOverview | undefined;
  canChange: boolean;
}) {
  const { destination, overview, canChange } = props;
  const { customerId, id, name } = destination;
  const [isEditing, setEditing] = useState(false);
  const saySaved = useSavedNotice();
  const pausedAt = overview ? overview.pausedAt : destination.pausedAt;
  return (
    <Card
      id={id}
      title={
        <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          {name}
          {pausedAt && <StatusPill tone="quiet">Paused</StatusPill>}
        </span>
      }
      description="Destination: Heap segments to Braze"
      actions={
        canChange && (
          <>
            {!pausedAt && <PauseButton customerId={customerId} thing={{ kind: "destination", id, name }} />}
            <Button size="small" icon={Pencil} onClick={() => setEditing(true)} aria-label={`Edit ${name}`}>
              Edit
            </Button>
          </>
        )
      }
    >
      <div className="space-y-4">
        {overview && (
          <DestinationHoldNote canChange={canChange} customerId={customerId} destination={overview} />
        )}
        <LastChange edited={{ kind: "destination", view: destination }} canChange={canChange} />
        <Facts>
          <Fact name="How segments show in Braze">
            {KIND_WORDS[destination.kind]}
            {canChange && <ChangeKind destination={destination} />}
          </Fact>
          <Fact name="Braze instance">{destination.brazeInstance}</Fact>
          <Fact name="How users are identified in Braze">{IDENTIFIER_WORDS[destination.identifierKind]}</Fact>
          {destination.aliasLabel && <Fact name="Alias label">{destination.aliasLabel}</Fact>}
        </Facts>
        <Endpoints
          customerId={customerId}
          kind="destinations"
          ownerId={id}
          sender="Heap"
          canChange={canChange}
        />
        <Part title="Secrets">
          <ul className="divide-y divide-line">
            <BrazeKeys destination={destination} canChange={canChange} />
            <WebhookSecrets destination={destination} canChange={canChange} />
          </ul>
          {canChange && destination[HAS_KEY[destination.kind]] && (
            <KeyTestButton customerId={customerId} destinationId={id} />
          )}
        </Part>
        {canChange && destination.kind === "attribute" && (
          <Part title="Custom attributes in Braze">
            <AttributeSettings destination={destination} />
          </Part>
        )}
        <Part title="What Heap sent last">
          <ReceivedPages customerId={customerId} destinationId={id} />
        </Part>
        {canChange && (
          <Part title="Let the customer enter the secrets">
            <ConnectLinks customerId={customerId} destinationId={id} />
          </Part>
        )}
        {canChange && !pausedAt && (
          <p className="border-t border-line pt-3 text-xs text-ink-soft">
            Pausing only stops syncs. Segment changes from Heap are still accepted, and are sent when you
            resume.
          </p>
        )}
      </div>
      <FormDrawer isOpen={isEditing} onClose={() => setEditing(false)} title={`Edit “${name}”`}>
        {(cancel) => (
          <DestinationForm
            customerId={customerId}
            destination={destination}
            isSettingsOnly
            onCancel={cancel}
            onSaved={(saved, before) => {
              if (saved) saySaved({ kind: "destination", view: saved }, before, DESTINATION);
              setEditing(false);
            }}
          />
        )}
      </FormDrawer>
    </Card>
  );
}
