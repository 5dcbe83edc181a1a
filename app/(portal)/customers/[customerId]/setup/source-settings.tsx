"use client";

import { Pencil } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { SourceHoldNote } from "@/app/(portal)/customers/[customerId]/(overview)/hold-note";
import { PauseButton } from "@/app/(portal)/customers/[customerId]/(overview)/pause-button";
import { BearerToken } from "@/app/(portal)/customers/[customerId]/bearer-token";
import { NewTypes } from "@/app/(portal)/customers/[customerId]/new-types";
import { FormDrawer } from "@/components/forms/form-drawer";
import { SOURCE } from "@/components/forms/source-values";
import { useAskedField } from "@/components/forms/use-asked-field";
import { useSavedNotice } from "@/components/forms/use-revert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { StatusPill } from "@/components/ui/status-pill";
import type { SourceOverview } from "@/lib/insight/overview/overview-view";
import { MACHINE_WORDS, NEW_TYPES_WORDS, REGION_WORDS } from "@/lib/kernel/audit/field-words";
import { counted } from "@/lib/kernel/words";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { nameTypes } from "@/lib/vendors/braze/type-words";
import { BrazeWorkspace } from "./braze-workspace";
import { Endpoints } from "./endpoints";
import { Fact, Facts } from "./facts";
import { LastChange } from "./last-change";
import { SourceDeletions } from "./source-deletions";
import { UserProperties } from "./user-properties";

// Loaded when someone edits, not with the page.
const SourceForm = dynamic(
  () => import("@/components/forms/source-form").then((module) => module.SourceForm),
  { ssr: false },
);

/** A source as it is set up, and everything that can be changed about it. */
export function SourceSettings(props: {
  source: SourceView;
  /** What moves through it; undefined until it is read. */
  overview: SourceOverview | undefined;
  canChange: boolean;
}) {
  const { source, overview, canChange } = props;
  const { asked, forget } = useAskedField(source.id, ["identityField", "heapAppId", "userProperties"]);
  const [isEditing, setEditing] = useState(asked !== null && canChange);
  const saySaved = useSavedNotice();
  const pausedAt = overview ? overview.pausedAt : source.pausedAt;
  const close = () => {
    setEditing(false);
    forget();
  };
  return (
    <Card
      id={source.id}
      title={
        <span className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
          {source.name}
          {pausedAt && <StatusPill tone="quiet">Paused</StatusPill>}
        </span>
      }
      description="Source: Braze events to Heap"
      actions={
        canChange && (
          <>
            {!pausedAt && (
              <PauseButton
                customerId={source.customerId}
                thing={{ kind: "source", id: source.id, name: source.name }}
              />
            )}
            <Button
              size="small"
              icon={Pencil}
              onClick={() => setEditing(true)}
              aria-label={`Edit ${source.name}`}
            >
              Edit
            </Button>
          </>
        )
      }
    >
      <div className="space-y-4">
        {overview && (
          <SourceHoldNote canChange={canChange} customerId={source.customerId} source={overview} />
        )}
        <LastChange edited={{ kind: "source", view: source }} canChange={canChange} />
        <Facts>
          <Fact name="Heap app ID">{source.heapAppId}</Fact>
          <Fact name="Heap region">{REGION_WORDS[source.heapRegion]}</Fact>
          <Fact name="Identity in Heap">
            <code>{source.identityField}</code>
          </Fact>
          <Fact name="Prefix">{source.prefix === null ? "None" : <code>{source.prefix}</code>}</Fact>
          {source.catalogPrefix !== null && (
            <Fact name="Prefix of Braze’s own events">
              <code className="whitespace-pre-wrap">{source.catalogPrefix}</code>
            </Fact>
          )}
          <Fact name="Opens and clicks by bots">{MACHINE_WORDS[source.machineEvents]}</Fact>
          {source.placeholders.length > 0 && (
            <Fact name="More placeholders">{source.placeholders.join(", ")}</Fact>
          )}
          {source.allowedIdentities.length > 0 && (
            <Fact name="Allowed identities">{source.allowedIdentities.join(", ")}</Fact>
          )}
          <Fact name="Events to forward">
            <span title={nameTypes(source.eventTypes?.join(", ") ?? "")}>{filterWords(source)}</span>
          </Fact>
          <Fact name="New event types">{NEW_TYPES_WORDS[source.newTypes]}</Fact>
          <Fact name="Personal data">
            {source.protectsPersonalData
              ? "Kept out of Heap by the recommended rules"
              : "No recommended rules"}
          </Fact>
          {source.propertyRules.length > 0 && (
            <Fact name="Rules for properties">{SOURCE.wordsOf("propertyRules", source.propertyRules)}</Fact>
          )}
          {source.eventNames.length > 0 && (
            <Fact name="New names of events">
              {nameTypes(SOURCE.wordsOf("eventNames", source.eventNames))}
            </Fact>
          )}
          {source.propertyNames.length > 0 && (
            <Fact name="New names of properties">
              {SOURCE.wordsOf("propertyNames", source.propertyNames)}
            </Fact>
          )}
          {source.userProperties.length > 0 && (
            <Fact name="User properties in Heap">
              {SOURCE.wordsOf("userProperties", source.userProperties)}
            </Fact>
          )}
          <BrazeWorkspace source={source} canChange={canChange} />
          <Fact name="Bearer token">
            {source.hasBearerToken ? canChange ? <BearerToken source={source} /> : "Set" : "Not set"}
          </Fact>
        </Facts>
        {source.userProperties.length > 0 && <UserProperties source={source} />}
        <SourceDeletions source={source} canChange={canChange} />
        <NewTypes customerId={source.customerId} sourceId={source.id} />
        <Endpoints
          customerId={source.customerId}
          kind="sources"
          ownerId={source.id}
          sender="Braze"
          canChange={canChange}
        />
        {canChange && !pausedAt && (
          <p className="border-t border-line pt-3 text-xs text-ink-soft">
            Pausing only stops forwarding. Events from Braze are still accepted and kept, and go to Heap when
            you resume.
          </p>
        )}
      </div>
      <FormDrawer isOpen={isEditing} onClose={close} title={`Edit “${source.name}”`}>
        {(cancel) => (
          <SourceForm
            customerId={source.customerId}
            source={source}
            startsAt={asked}
            onCancel={cancel}
            onSaved={(saved, before) => {
              if (saved) saySaved({ kind: "source", view: saved }, before, SOURCE);
              close();
            }}
          />
        )}
      </FormDrawer>
    </Card>
  );
}

/** "All", or which types and how many. */
function filterWords({ eventTypes, hasRecommendedTypes }: SourceView): string {
  if (eventTypes === null) return "All events that Braze sends";
  const number = counted(eventTypes.length, "event type");
  return hasRecommendedTypes ? `What people did (${number})` : `Only ${number}`;
}
