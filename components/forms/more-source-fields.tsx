"use client";

import { ChevronRight } from "lucide-react";
import dynamic from "next/dynamic";
import { useEffect, useState } from "react";
import { type UseFormReturn, useWatch } from "react-hook-form";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { SOURCE, type SourceValues } from "./source-values";

const FoldedSourceFields = dynamic(
  () => import("./folded-source-fields").then((module) => module.FoldedSourceFields),
  { loading: () => null },
);

/** The fields that most sources leave as they are. */
const FIELDS = [
  "newTypes",
  "protectsPersonalData",
  "propertyRules",
  "userProperties",
  "propertyNames",
  "eventNames",
  "machineEvents",
  "placeholders",
  "allowedIdentities",
  "bearerToken",
] as const satisfies readonly (keyof SourceValues)[];

/**
 * The rest of the source form, folded. It opens by itself when one of its fields is asked for, holds an error, or is not as
 * it is for most sources: nobody overlooks what is set.
 */
export function MoreSourceFields(props: {
  form: UseFormReturn<SourceValues>;
  /** What is saved; null for a new source. */
  source: SourceView | null;
  isAskedFor: boolean;
}) {
  const { form, isAskedFor } = props;
  const { control, formState } = form;
  const values = useWatch({ control, name: FIELDS });
  const usual = SOURCE.toValues(undefined);
  const isUsual = FIELDS.every(
    (field, place) =>
      (field === "bearerToken" && values[place] === "keep") ||
      JSON.stringify(values[place]) === JSON.stringify(usual[field]),
  );
  const hasError = FIELDS.some((field) => formState.errors[field] !== undefined);
  const mustBeSeen = isAskedFor || hasError || !isUsual;
  const [isOpen, setOpen] = useState(mustBeSeen);
  useEffect(() => {
    if (mustBeSeen) setOpen(true);
  }, [mustBeSeen]);
  // Folded again, the fields stay: they hold what was typed, and say what is wrong with it.
  const [wasOpen, setWasOpen] = useState(isOpen);
  if (isOpen && !wasOpen) setWasOpen(true);

  return (
    <details
      open={isOpen}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group rounded-md border border-line"
    >
      <summary className="flex cursor-pointer items-start gap-2 rounded-md px-3 py-2 hover:bg-raised">
        <ChevronRight
          aria-hidden="true"
          className="mt-0.5 size-4 shrink-0 text-ink-soft transition-transform group-open:rotate-90 motion-reduce:transition-none"
        />
        <span>
          <span className="font-medium">More settings</span>
          <span className="block text-xs text-ink-soft">
            New event types, personal data, user properties, new names, bot opens and clicks, placeholder IDs,
            bearer token. Most sources leave them as they are.
          </span>
        </span>
      </summary>
      {wasOpen && <FoldedSourceFields {...props} />}
    </details>
  );
}
