import { z } from "zod";
import { leadingTextInput, textInput } from "@/lib/kernel/api/text-input";
import { newEventNames, newNames } from "@/lib/setup/sources/new-name-input";
import { propertyRules } from "@/lib/setup/sources/property-rule-input";
import { userProperties } from "@/lib/setup/sources/user-property-input";

/** Settings to try; those left out are the source's. */
export const mappingPreviewInput = z
  .strictObject({
    prefix: textInput(40).nullable(),
    catalogPrefix: leadingTextInput(40).nullable(),
    propertyRules,
    protectsPersonalData: z.boolean(),
    propertyNames: newNames,
    eventNames: newEventNames,
    userProperties,
  })
  .partial();

export type MappingPreviewInput = z.input<typeof mappingPreviewInput>;
