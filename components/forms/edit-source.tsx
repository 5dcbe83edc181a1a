"use client";

import type { ReactNode } from "react";
import type { UseFormReturn } from "react-hook-form";
import { changeApi, readApi } from "@/components/data/call-route";
import { Hydrating } from "@/components/ui/hydrating";
import type { SourceChange } from "@/lib/setup/sources/source-input";
import type { ChangedSourceView, SourceView } from "@/lib/setup/sources/source-view";
import { EditForm } from "./edit-form";
import { guardOf } from "./source-guard";
import { SOURCE, type SourceValues } from "./source-values";

const PATH = "/api/v1/customers/[customerId]/sources/[sourceId]";

/** What `SourceForm` is for a source that exists. */
export function EditSource(props: {
  source: SourceView;
  draftKey: string;
  saveLabel?: string;
  fields: (form: UseFormReturn<SourceValues>, base?: SourceView) => ReactNode;
  onSaved: (saved: ChangedSourceView | null, before?: SourceView) => void;
  onCancel?: () => void;
}) {
  const { source, ...rest } = props;
  const { customerId, id: sourceId } = source;
  return (
    <>
      <Hydrating />
      <EditForm
        {...rest}
        settings={SOURCE}
        customerId={customerId}
        start={source}
        save={(body: SourceChange) => changeApi("PATCH", PATH, { params: { customerId, sourceId }, body })}
        readAgain={() => readApi(PATH, { params: { customerId, sourceId } })}
        guard={guardOf(source)}
      />
    </>
  );
}
