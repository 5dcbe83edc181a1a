"use client";

import { useState } from "react";
import type { UseFormReturn } from "react-hook-form";
import { changeApi, readApi } from "@/components/data/call-route";
import { ShownOnceDialog } from "@/components/ui/shown-once-dialog";
import type { SourceChange, SourceInput } from "@/lib/setup/sources/source-input";
import type { ChangedSourceView, CreatedSourceView, SourceView } from "@/lib/setup/sources/source-view";
import { CreateForm } from "./create-form";
import { EditForm } from "./edit-form";
import { SourceFields } from "./source-fields";
import { SOURCE, type SourceValues } from "./source-values";

const PATH = "/api/v1/customers/[customerId]/sources/[sourceId]";

/** A source as its creation or its edit answered it; a new bearer token and a new address are in there this once. */
export type SavedSource = ChangedSourceView | CreatedSourceView;

/**
 * Creates a source, or edits the one given. A bearer token that is made by saving is shown here, once, before
 * `onSaved` is called.
 */
export function SourceForm(props: {
  customerId: string;
  source?: SourceView;
  saveLabel?: string;
  /** Told null when there was nothing to save. */
  onSaved: (saved: SavedSource | null) => void;
  onCancel?: () => void;
}) {
  const { source, onSaved, ...rest } = props;
  const [made, setMade] = useState<SavedSource | null>(null);
  const { customerId } = props;
  const common = {
    ...rest,
    settings: SOURCE,
    fields: (form: UseFormReturn<SourceValues>, base?: SourceView) => (
      <SourceFields form={form} hasBearerToken={base?.hasBearerToken ?? null} />
    ),
    onSaved: (saved: SavedSource | null) => (saved?.bearerToken ? setMade(saved) : onSaved(saved)),
  };
  return (
    <>
      {source ? (
        <EditForm
          {...common}
          start={source}
          save={(body: SourceChange) =>
            changeApi("PATCH", PATH, { params: { customerId, sourceId: source.id }, body })
          }
          readAgain={() => readApi(PATH, { params: { customerId, sourceId: source.id } })}
        />
      ) : (
        <CreateForm
          {...common}
          create={(body: SourceInput, idempotencyKey: string) =>
            changeApi("POST", "/api/v1/customers/[customerId]/sources", {
              params: { customerId },
              body,
              idempotencyKey,
            })
          }
        />
      )}
      <ShownOnceDialog
        value={made?.bearerToken ?? null}
        title="Bearer token for Braze"
        copyLabel="Copy token"
        onClose={() => {
          setMade(null);
          onSaved(made);
        }}
      >
        Enter it in Braze as the bearer token of the Current. It is shown this once; a lost one is replaced by
        a new one.
      </ShownOnceDialog>
    </>
  );
}
