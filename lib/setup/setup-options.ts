import { z } from "zod";
import { type Ctx, requireRole } from "@/lib/kernel/actor";
import { env } from "@/lib/kernel/env";
import { propertyRule } from "@/lib/setup/sources/property-rule-input";
import { DEFAULT_PREFIX } from "@/lib/setup/sources/source-input";
import { RECOMMENDED_USER_PROPERTIES, userPropertyRule } from "@/lib/setup/sources/user-property-input";
import { CATALOG, isRecommended, STORAGE_ONLY_GROUP } from "@/lib/vendors/braze/catalog";
import { CURRENTS_PAGE } from "@/lib/vendors/braze/currents-page";
import { BRAZE_INSTANCES, SANDBOX_INSTANCES } from "@/lib/vendors/braze/instances";
import { hasPartnerKey, partnerKeyName } from "@/lib/vendors/braze/membership-gateway";
import { PERSONAL_DATA, PERSONAL_WORDS } from "@/lib/vendors/braze/personal-data";
import { HEAP_REGIONS, SANDBOX_REGIONS } from "@/lib/vendors/heap/regions";
import { HeapRegion } from "@/prisma/generated/enums";

/** The choices in the forms of sources and destinations. */
export const setupOptionsView = z
  .strictObject({
    brazeInstances: z.array(
      z.strictObject({
        id: z.string(),
        /** Host of the REST API, as Braze shows it next to the Data Import Key; null for the sandbox. */
        restHost: z.string().nullable(),
        /** Host of the dashboard; null where no source gives it. */
        dashboardHost: z.string().nullable(),
        /** The variable of the partner key that cohorts need there, and whether it is set. */
        partnerKeyName: z.string(),
        hasPartnerKey: z.boolean(),
      }),
    ),
    heapRegions: z.array(z.strictObject({ region: z.enum(HeapRegion), label: z.string() })),
    defaultPrefix: z.string(),
    /** The rules recommended for personal data, in order. */
    personalData: z.array(propertyRule),
    /** What is worth knowing about a user in Heap. */
    userProperties: z.array(userPropertyRule.extend({ words: z.string() })),
    /** Braze's event types as its documentation of Currents names and groups them. */
    currentsPage: z.array(
      z.strictObject({ type: z.string(), section: z.string(), group: z.string(), name: z.string() }),
    ),
    /** Braze's event types with the names of their events in Heap. */
    eventTypes: z.array(
      z.strictObject({ type: z.string(), name: z.string(), group: z.string(), isRecommended: z.boolean() }),
    ),
  })
  .meta({ id: "SetupOptions" });

export type SetupOptions = z.infer<typeof setupOptionsView>;

/**
 * The fixed lists of the setup forms. They include the sandbox only if there is one.
 * @throws TributaryError `forbidden`
 */
export function readSetupOptions(ctx: Ctx): SetupOptions {
  requireRole(ctx, "viewer");
  const hasSandbox = env().SANDBOX_URL !== undefined;
  return {
    brazeInstances: [
      ...BRAZE_INSTANCES.map(({ id, restHost, dashboard }) => ({
        id,
        restHost: new URL(restHost).host,
        dashboardHost: dashboard && new URL(dashboard).host,
        ...partnerKeyOf(id),
      })),
      ...(hasSandbox ? SANDBOX_INSTANCES : []).map(({ id }) => ({
        id,
        restHost: null,
        dashboardHost: null,
        ...partnerKeyOf(id),
      })),
    ],
    heapRegions: [
      ...[...HEAP_REGIONS, ...(hasSandbox ? SANDBOX_REGIONS : [])].map(({ region, label }) => ({
        region,
        label,
      })),
    ],
    defaultPrefix: DEFAULT_PREFIX,
    personalData: [...PERSONAL_DATA, ...PERSONAL_WORDS].map((rule) => ({ ...rule })),
    userProperties: RECOMMENDED_USER_PROPERTIES.map((rule) => ({ ...rule })),
    currentsPage: CURRENTS_PAGE.map((entry) => ({ ...entry })),
    eventTypes: CATALOG.filter(({ group }) => group !== STORAGE_ONLY_GROUP).map(({ type, name, group }) => ({
      type,
      name,
      group,
      isRecommended: isRecommended(type),
    })),
  };
}

function partnerKeyOf(brazeInstance: string) {
  return { partnerKeyName: partnerKeyName(brazeInstance), hasPartnerKey: hasPartnerKey(brazeInstance) };
}
