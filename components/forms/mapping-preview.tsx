"use client";

import { useMutation } from "@tanstack/react-query";
import { FlaskConical } from "lucide-react";
import type { UseFormReturn } from "react-hook-form";
import { ApiError } from "@/components/data/call-api";
import { changeApi } from "@/components/data/call-route";
import { formatNumber } from "@/components/format/format-number";
import { Button } from "@/components/ui/button";
import { Hydrating } from "@/components/ui/hydrating";
import type { MappingPreview as Preview } from "@/lib/forwarding/previews/preview-mapping";
import { ACTION_WORDS } from "@/lib/kernel/audit/field-words";
import { counted } from "@/lib/kernel/words";
import type { SourceView } from "@/lib/setup/sources/source-view";
import { namesAndRules, type SourceValues, userPropertiesOf } from "./source-values";

/** Tries names and rules on the source's latest events before they are saved. */
export function MappingPreview({ form, source }: { form: UseFormReturn<SourceValues>; source: SourceView }) {
  const { customerId, id: sourceId } = source;
  const trying = useMutation({
    meta: { isHandled: true },
    mutationFn: () => {
      const values = form.getValues();
      const prefix = values.hasPrefix ? values.prefix.trim() || null : null;
      const catalogPrefix = values.hasCatalogPrefix ? values.catalogPrefix.trimStart() || null : null;
      return changeApi("POST", "/api/v1/customers/[customerId]/sources/[sourceId]/mapping-preview", {
        params: { customerId, sourceId },
        body: {
          ...{ prefix, catalogPrefix, ...namesAndRules(values) },
          userProperties: userPropertiesOf(values.userProperties),
        },
      });
    },
  });
  return (
    <section aria-label="Preview" className="rounded-md border border-line p-3">
      <Hydrating />
      <div className="flex flex-wrap items-center gap-3">
        <Button icon={FlaskConical} isBusy={trying.isPending} onClick={() => trying.mutate()}>
          Try it on recent events
        </Button>
        <p className="min-w-0 flex-1 basis-52 text-xs text-ink-soft">
          Shows what these names and rules would change, and which user properties would be set. Nothing is
          saved or sent.
        </p>
      </div>
      <div role="status">
        {trying.error && (
          <p className="mt-3 text-xs font-medium text-bad">
            {trying.error instanceof ApiError ? trying.error.message : "The preview did not work. Try again."}
          </p>
        )}
        {trying.data && !trying.error && <Result preview={trying.data} />}
      </div>
    </section>
  );
}

function Result({ preview }: { preview: Preview }) {
  const { events, changed, properties, aboutUsers, sample } = preview;
  if (events === 0) {
    return <p className="mt-3">This source has no recent events for Heap.</p>;
  }
  return (
    <div className="mt-3 space-y-4">
      <p>
        Of {counted(events, "recent event")}, {formatNumber(changed)} would look different in Heap.
        {aboutUsers > 0 && ` ${formatNumber(aboutUsers)} would set user properties.`}
      </p>
      {properties.length > 0 && (
        <div className="overflow-x-auto">
          <table className="w-full text-left text-xs">
            <caption className="sr-only">What the rules do</caption>
            <thead className="text-ink-soft">
              <tr>
                <th className="pr-3 pb-1 font-normal">Property</th>
                <th className="pr-3 pb-1 font-normal">Rule</th>
                <th className="pb-1 text-right font-normal">Events</th>
              </tr>
            </thead>
            <tbody>
              {properties.map(({ name, action, pattern, events: count }) => (
                <tr key={`${action} ${name}`} className="border-t border-line align-top">
                  <td className="py-1 pr-3 font-mono [overflow-wrap:anywhere]">{name}</td>
                  <td className="py-1 pr-3">
                    {ACTION_WORDS[action]} <code className="[overflow-wrap:anywhere]">{pattern}</code>
                  </td>
                  <td className="py-1 text-right tabular-nums">{formatNumber(count)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {sample.map((event) => (
        <Sample key={`${event.batchId}/${event.index}`} event={event} />
      ))}
    </div>
  );
}

function Sample({ event }: { event: Preview["sample"][number] }) {
  const { type, name, changes, userProperties } = event;
  return (
    <article aria-label={`Preview of ${type}`} className="rounded-md bg-raised px-3 py-2 text-xs">
      <p className="[overflow-wrap:anywhere]">
        <code className="text-ink-soft">{type}</code>
        <br />
        {name.before === name.after ? (
          <span className="font-medium">{name.after}</span>
        ) : (
          <Change before={name.before} after={name.after} />
        )}
      </p>
      {changes.length > 0 && (
        <ul className="mt-1 space-y-1">
          {changes.map((change) => (
            <li key={`${change.name} ${change.to}`} className="font-mono [overflow-wrap:anywhere]">
              {change.to === null ? change.name : <Change before={change.name} after={change.to} />}:{" "}
              {change.before === change.after ? (
                <span className="text-ink-soft">{change.after}</span>
              ) : (
                <Change before={change.before} after={change.after} />
              )}
            </li>
          ))}
        </ul>
      )}
      {userProperties.length > 0 && (
        <>
          <p className="mt-2 text-ink-soft">Written to the user in Heap:</p>
          <ul className="mt-1 space-y-1">
            {userProperties.map((one) => (
              <li key={one.name} className="font-mono [overflow-wrap:anywhere]">
                {one.name} = <span className="font-medium">{one.value}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </article>
  );
}

function Change({ before, after }: { before: string | number | null; after: string | number | null }) {
  return (
    <>
      {before !== null && <del className="text-ink-soft">{before}</del>}
      {before !== null && " → "}
      {after === null ? (
        <span className="font-sans text-wait">not sent</span>
      ) : (
        <ins className="font-medium text-good no-underline">{after}</ins>
      )}
    </>
  );
}
