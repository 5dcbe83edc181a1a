/** One Currents event type, for pickers and for naming. */
export interface CatalogEntry {
  type: string;
  /** The name of its events in Heap, before any prefix. */
  name: string;
  group: string;
}

/** Events that carry their own name, in `properties.name`. */
export const CUSTOM_EVENT_TYPE = "users.behaviors.CustomEvent";

/** Types that Braze exports to storage; whether it posts them to an HTTP endpoint is not certain. */
export const STORAGE_ONLY_GROUP = "Storage export only";

/**
 * Messages about a user, and no event of one: a user to be deleted, and one that was merged into another. Heap must not
 * get them as something the user did. Source: docs/contracts/braze-currents.md#an-event.
 */
export const USER_DELETE_REQUEST_TYPE = "users.UserDeleteRequest";
export const USER_ORPHAN_TYPE = "users.UserOrphan";

/**
 * Type, readable name, group. The 93 types of the custom HTTP connector and the six that came with version 11, then four
 * that Braze exports to storage, which are named here in case it posts them. Source: github.com/Appboy/currents-examples,
 * version 10 of 2026-06-29, and Braze's changelog of Currents, version 11 of 2026-08-05
 * (docs/contracts/braze-currents-events.md#since-version-10).
 */
const ROWS: readonly (readonly [type: string, name: string, group: string])[] = [
  ["agentconsole.AgentExecuted", "Agent Executed", "Agents"],
  ["agentconsole.ToolInvocation", "Agent Tool Invocation", "Agents"],
  ["contentoptimizer.ComponentStore", "Content Optimizer Component Store", "Content Optimizer"],
  ["users.behaviors.CustomEvent", "Custom Event", "Behavior"],
  ["users.behaviors.InstallAttribution", "Install Attribution", "Behavior"],
  ["users.behaviors.Location", "Location", "Behavior"],
  ["users.behaviors.Purchase", "Purchase", "Behavior"],
  ["users.behaviors.Uninstall", "Uninstall", "Behavior"],
  ["users.behaviors.app.FirstSession", "First Session", "Behavior"],
  ["users.behaviors.app.SessionEnd", "Session End", "Behavior"],
  ["users.behaviors.app.SessionStart", "Session Start", "Behavior"],
  [
    "users.behaviors.liveactivity.PushToStartTokenChange",
    "Live Activity Push To Start Token Change",
    "Live Activity",
  ],
  ["users.behaviors.liveactivity.UpdateTokenChange", "Live Activity Update Token Change", "Live Activity"],
  [
    "users.behaviors.pushnotification.TokenStateChange",
    "Push Notification Token State Change",
    "Push Notification",
  ],
  ["users.behaviors.subscription.GlobalStateChange", "Subscription Global State Change", "Subscription"],
  ["users.behaviors.subscriptiongroup.StateChange", "Subscription Group State Change", "Subscription"],
  ["users.campaigns.Conversion", "Campaign Conversion", "Campaign"],
  ["users.campaigns.EnrollInControl", "Campaign Enroll In Control", "Campaign"],
  ["users.canvas.Conversion", "Canvas Conversion", "Canvas"],
  ["users.canvas.Entry", "Canvas Entry", "Canvas"],
  ["users.canvas.costep.Conversion", "Canvas Content Optimizer Step Conversion", "Canvas"],
  ["users.canvas.costep.Send", "Canvas Content Optimizer Step Send", "Canvas"],
  ["users.canvas.exit.MatchedAudience", "Canvas Exit Matched Audience", "Canvas"],
  ["users.canvas.exit.PerformedEvent", "Canvas Exit Performed Event", "Canvas"],
  ["users.canvas.experimentstep.Conversion", "Canvas Experiment Step Conversion", "Canvas"],
  ["users.canvas.experimentstep.SplitEntry", "Canvas Experiment Step Split Entry", "Canvas"],
  ["users.canvasstep.Progression", "Canvas Step Progression", "Canvas"],
  ["users.messages.banner.Abort", "Banner Abort", "Banner"],
  ["users.messages.banner.Click", "Banner Click", "Banner"],
  ["users.messages.banner.Dismiss", "Banner Dismiss", "Banner"],
  ["users.messages.banner.Impression", "Banner Impression", "Banner"],
  ["users.messages.contentcard.Abort", "Content Card Abort", "Content Card"],
  ["users.messages.contentcard.Click", "Content Card Click", "Content Card"],
  ["users.messages.contentcard.Dismiss", "Content Card Dismiss", "Content Card"],
  ["users.messages.contentcard.Impression", "Content Card Impression", "Content Card"],
  ["users.messages.contentcard.Send", "Content Card Send", "Content Card"],
  ["users.messages.email.Abort", "Email Abort", "Email"],
  ["users.messages.email.Bounce", "Email Bounce", "Email"],
  ["users.messages.email.Click", "Email Click", "Email"],
  ["users.messages.email.Deferral", "Email Deferral", "Email"],
  ["users.messages.email.Delivery", "Email Delivery", "Email"],
  ["users.messages.email.MarkAsSpam", "Email Mark As Spam", "Email"],
  ["users.messages.email.Open", "Email Open", "Email"],
  ["users.messages.email.Retry", "Email Retry", "Email"],
  ["users.messages.email.Send", "Email Send", "Email"],
  ["users.messages.email.SoftBounce", "Email Soft Bounce", "Email"],
  ["users.messages.email.Unsubscribe", "Email Unsubscribe", "Email"],
  ["users.messages.featureflag.Impression", "Feature Flag Impression", "Feature Flag"],
  ["users.messages.inappmessage.Abort", "In-App Message Abort", "In-App Message"],
  ["users.messages.inappmessage.Click", "In-App Message Click", "In-App Message"],
  ["users.messages.inappmessage.Impression", "In-App Message Impression", "In-App Message"],
  ["users.messages.landingpage.Click", "Landing Page Click", "Landing Page"],
  ["users.messages.landingpage.FormSubmission", "Landing Page Form Submission", "Landing Page"],
  ["users.messages.landingpage.Impression", "Landing Page Impression", "Landing Page"],
  ["users.messages.line.Abort", "LINE Abort", "LINE"],
  ["users.messages.line.Click", "LINE Click", "LINE"],
  ["users.messages.line.InboundReceive", "LINE Inbound Receive", "LINE"],
  ["users.messages.line.Retry", "LINE Retry", "LINE"],
  ["users.messages.line.Send", "LINE Send", "LINE"],
  ["users.messages.liveactivity.Outcome", "Live Activity Outcome", "Live Activity"],
  ["users.messages.liveactivity.Send", "Live Activity Send", "Live Activity"],
  ["users.messages.newsfeedcard.Abort", "News Feed Card Abort", "News Feed Card"],
  ["users.messages.newsfeedcard.Click", "News Feed Card Click", "News Feed Card"],
  ["users.messages.newsfeedcard.Impression", "News Feed Card Impression", "News Feed Card"],
  ["users.messages.pushnotification.Abort", "Push Notification Abort", "Push Notification"],
  ["users.messages.pushnotification.Bounce", "Push Notification Bounce", "Push Notification"],
  ["users.messages.pushnotification.IosForeground", "Push Notification iOS Foreground", "Push Notification"],
  ["users.messages.pushnotification.Open", "Push Notification Open", "Push Notification"],
  ["users.messages.pushnotification.Retry", "Push Notification Retry", "Push Notification"],
  ["users.messages.pushnotification.Send", "Push Notification Send", "Push Notification"],
  ["users.messages.rcs.Abort", "RCS Abort", "RCS"],
  ["users.messages.rcs.Click", "RCS Click", "RCS"],
  ["users.messages.rcs.Delivery", "RCS Delivery", "RCS"],
  ["users.messages.rcs.InboundReceive", "RCS Inbound Receive", "RCS"],
  ["users.messages.rcs.Read", "RCS Read", "RCS"],
  ["users.messages.rcs.Rejection", "RCS Rejection", "RCS"],
  ["users.messages.rcs.Send", "RCS Send", "RCS"],
  ["users.messages.sms.Abort", "SMS Abort", "SMS"],
  ["users.messages.sms.CarrierSend", "SMS Carrier Send", "SMS"],
  ["users.messages.sms.Delivery", "SMS Delivery", "SMS"],
  ["users.messages.sms.DeliveryFailure", "SMS Delivery Failure", "SMS"],
  ["users.messages.sms.InboundReceive", "SMS Inbound Receive", "SMS"],
  ["users.messages.sms.Rejection", "SMS Rejection", "SMS"],
  ["users.messages.sms.Retry", "SMS Retry", "SMS"],
  ["users.messages.sms.Send", "SMS Send", "SMS"],
  ["users.messages.sms.ShortLinkClick", "SMS Short Link Click", "SMS"],
  ["users.messages.survey.Response", "Survey Response", "Survey"],
  ["users.messages.webhook.Abort", "Webhook Abort", "Webhook"],
  ["users.messages.webhook.Failure", "Webhook Failure", "Webhook"],
  ["users.messages.webhook.Retry", "Webhook Retry", "Webhook"],
  ["users.messages.webhook.Send", "Webhook Send", "Webhook"],
  ["users.messages.whatsapp.Abort", "WhatsApp Abort", "WhatsApp"],
  ["users.messages.whatsapp.Click", "WhatsApp Click", "WhatsApp"],
  ["users.messages.whatsapp.Delivery", "WhatsApp Delivery", "WhatsApp"],
  ["users.messages.whatsapp.Failure", "WhatsApp Failure", "WhatsApp"],
  ["users.messages.whatsapp.InboundReceive", "WhatsApp Inbound Receive", "WhatsApp"],
  ["users.messages.whatsapp.Read", "WhatsApp Read", "WhatsApp"],
  ["users.messages.whatsapp.Retry", "WhatsApp Retry", "WhatsApp"],
  ["users.messages.whatsapp.Send", "WhatsApp Send", "WhatsApp"],
  ["users.RandomBucketNumberUpdate", "Random Bucket Number Update", STORAGE_ONLY_GROUP],
  [USER_DELETE_REQUEST_TYPE, "User Delete Request", STORAGE_ONLY_GROUP],
  [USER_ORPHAN_TYPE, "User Orphan", STORAGE_ONLY_GROUP],
  ["users.profile.Update", "Profile Update", STORAGE_ONLY_GROUP],
];

/** Every event type we know. Braze adds types without notice: a type missing here is still forwarded. */
export const CATALOG: readonly CatalogEntry[] = ROWS.map(([type, name, group]) => ({ type, name, group }));

const NAMES: ReadonlyMap<string, string> = new Map(ROWS.map(([type, name]) => [type, name]));

const TYPES: ReadonlyMap<string, string> = new Map(ROWS.map(([type, name]) => [name.toLowerCase(), type]));

/**
 * The type that a person means who writes its readable name, as lists and charts show it, in any case; any other text
 * stays as it is.
 * @param others types outside the catalog that may be meant too
 */
export function typeNamed(text: string, others: readonly string[] = []): string {
  if (others.includes(text)) return text;
  const name = text.toLowerCase();
  return TYPES.get(name) ?? others.find((type) => eventName(type).toLowerCase() === name) ?? text;
}

/** Whether Braze's documentation names this type. */
export function isCatalogType(type: string): boolean {
  return NAMES.has(type);
}

/** Last parts of types that tell how a message travelled or why it did not, not what a person did with it. */
const ABOUT_TRANSPORT = new Set([
  "Abort",
  "CarrierSend",
  "Deferral",
  "Delivery",
  "Failure",
  "IosForeground",
  "Rejection",
  "Retry",
  "Send",
]);

/** Types that repeat what Heap collects by itself, or that describe devices and tokens. */
const OF_NO_USE_IN_HEAP = new Set([
  "agentconsole.AgentExecuted",
  "agentconsole.ToolInvocation",
  "users.RandomBucketNumberUpdate",
  "users.behaviors.Location",
  "users.behaviors.app.SessionEnd",
  "users.behaviors.app.SessionStart",
  "users.behaviors.liveactivity.PushToStartTokenChange",
  "users.behaviors.liveactivity.UpdateTokenChange",
  "users.behaviors.pushnotification.TokenStateChange",
]);

/**
 * Whether we recommend to forward a type: it says what a person did, or what became of a message to them. Sends and
 * deliveries are most of what Braze sends, and answer no question about behaviour. Our judgement.
 */
export function isRecommended(type: string): boolean {
  return !OF_NO_USE_IN_HEAP.has(type) && !ABOUT_TRANSPORT.has(type.split(".").at(-1) ?? "");
}

/** The types of the catalog that we recommend to forward. */
export const RECOMMENDED_TYPES: readonly string[] = CATALOG.map(({ type }) => type).filter(isRecommended);

/** Whether these are the types that we recommend, in any order. */
export function isRecommendedList(types: readonly string[]): boolean {
  const chosen = new Set(types);
  return chosen.size === RECOMMENDED_TYPES.length && RECOMMENDED_TYPES.every((type) => chosen.has(type));
}

/** Leading parts of a type that mean nothing to a reader. */
const PLAIN_PARTS = new Set(["users", "messages", "behaviors"]);

/**
 * The readable name of an event type. One that is not in the catalog gets a name made of its parts
 * (`users.messages.fax.PaperJam` becomes "Fax Paper Jam"), or stays unchanged if it has no parts. Never throws and is
 * never empty unless the type is.
 */
export function eventName(type: string): string {
  return NAMES.get(type) ?? derivedName(type);
}

function derivedName(type: string): string {
  const parts = type.split(".");
  const telling = parts.filter((part, index) => index === parts.length - 1 || !PLAIN_PARTS.has(part));
  const words = telling
    .join(" ")
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .split(/[\s_-]+/)
    .filter((word) => word !== "");

  return words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join(" ") || type;
}
