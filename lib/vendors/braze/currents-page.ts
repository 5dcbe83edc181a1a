import { CATALOG, type CatalogEntry, STORAGE_ONLY_GROUP } from "./catalog";

/** The two lists in which Braze names the events of a Current. */
type CurrentsSection = "Message engagement events" | "Customer behavior and user events";

/** An event type as Braze's documentation of Currents names and groups it. */
export interface CurrentsPageEntry extends Pick<CatalogEntry, "type" | "group"> {
  section: CurrentsSection;
  /** Its name without that of its group: "Open" of the group "Email". */
  name: string;
}

/**
 * Types that Braze lists as customer behavior. Uninstalls and changes of a subscription stand among the message
 * engagement events. Source: the two libraries to which Braze's page on the setup of Currents links,
 * https://www.braze.com/docs/user_guide/data/distribution/braze_currents/event_glossary/customer_behavior_events/ and
 * https://www.braze.com/docs/user_guide/data/distribution/braze_currents/event_glossary/message_engagement_events/
 */
const BEHAVIOR = new Set([
  "users.behaviors.CustomEvent",
  "users.behaviors.InstallAttribution",
  "users.behaviors.Location",
  "users.behaviors.Purchase",
  "users.behaviors.app.FirstSession",
  "users.behaviors.app.SessionEnd",
  "users.behaviors.app.SessionStart",
  "users.behaviors.liveactivity.PushToStartTokenChange",
  "users.behaviors.liveactivity.UpdateTokenChange",
  "users.behaviors.pushnotification.TokenStateChange",
]);

/** Where those libraries have another name than the type's parts make. */
const NAMES: Readonly<Record<string, string>> = {
  "users.behaviors.subscription.GlobalStateChange": "Global Subscription State Change",
  "users.behaviors.subscriptiongroup.StateChange": "Subscription Group State Change",
  "users.campaigns.EnrollInControl": "Control Group Enrollment",
  "users.canvas.exit.MatchedAudience": "Exit Match Audience",
};

/** Where those libraries, or a reader of the list, need another group than the catalog's. */
const GROUPS: Readonly<Record<string, string>> = {
  "users.behaviors.Uninstall": "Uninstall",
  [STORAGE_ONLY_GROUP]: "If Braze offers them",
};

/** Every event type we know, as a person looks for it when they tick the events of a Current. */
export const CURRENTS_PAGE: readonly CurrentsPageEntry[] = CATALOG.map(({ type, name, group }) => ({
  type,
  group: GROUPS[type] ?? GROUPS[group] ?? group,
  section: BEHAVIOR.has(type) ? "Customer behavior and user events" : "Message engagement events",
  name: NAMES[type] ?? withoutGroup(name, group),
}));

function withoutGroup(name: string, group: string): string {
  return name.startsWith(`${group} `) ? name.slice(group.length + 1) : name;
}
