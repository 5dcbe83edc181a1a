import {
  app,
  customEvent,
  device,
  email,
  message,
  type Properties,
  phone,
  purchase,
} from "./event-properties";
import type { Random } from "./random";

/** One event type: the keys of its `user` object, and how its properties are made. */
export type EventTemplate = {
  type: string;
  /** Keys besides `user_id` and `external_user_id`. */
  userKeys: readonly ("device_id" | "timezone")[];
  properties: (random: Random) => Properties;
};

const BOTH = ["device_id", "timezone"] as const;

/** Ordinary events, by the field names of the custom HTTP connector; all values are made up. */
export const EVENT_TEMPLATES: readonly [EventTemplate, ...EventTemplate[]] = [
  { type: "users.behaviors.CustomEvent", userKeys: BOTH, properties: customEvent },
  { type: "users.behaviors.Purchase", userKeys: ["device_id"], properties: purchase },
  {
    type: "users.behaviors.app.SessionStart",
    userKeys: ["device_id"],
    properties: (random) => ({ ...app(random), session_id: random.uuid() }),
  },
  {
    type: "users.behaviors.app.SessionEnd",
    userKeys: ["device_id"],
    properties: (random) => ({
      ...app(random),
      session_id: random.uuid(),
      duration: random.below(9_000) / 10,
    }),
  },
  {
    type: "users.messages.email.Send",
    userKeys: BOTH,
    properties: (random) => ({ ...email(random), message_extras: '{"lang":"en"}' }),
  },
  {
    type: "users.messages.email.Delivery",
    userKeys: BOTH,
    properties: (random) => ({ ...email(random), esp: "sandbox-mail", from_domain: "mail.example.com" }),
  },
  {
    type: "users.messages.email.Open",
    userKeys: BOTH,
    properties: (random) => ({
      ...email(random),
      machine_open: "true",
      is_amp: false,
      user_agent: "Mail/1.0",
    }),
  },
  {
    type: "users.messages.email.Click",
    userKeys: BOTH,
    properties: (random) => ({
      ...email(random),
      url: "https://example.com/offer?ref=mail",
      is_suspected_bot_click: false,
      suspected_bot_click_reason: [],
    }),
  },
  {
    type: "users.messages.email.Bounce",
    userKeys: BOTH,
    properties: (random) => ({ ...email(random), bounce_reason: "mailbox full", is_drop: false }),
  },
  { type: "users.messages.email.Unsubscribe", userKeys: BOTH, properties: email },
  {
    type: "users.messages.pushnotification.Send",
    userKeys: BOTH,
    properties: (random) => ({ ...message(random), ...device(random), app_id: "sandbox-app" }),
  },
  {
    type: "users.messages.pushnotification.Open",
    userKeys: BOTH,
    properties: (random) => ({
      ...message(random),
      ...device(random),
      app_id: "sandbox-app",
      button_string: "Read",
    }),
  },
  {
    type: "users.messages.inappmessage.Impression",
    userKeys: BOTH,
    properties: (random) => ({ ...message(random), ...device(random), app_id: "sandbox-app", card_id: null }),
  },
  {
    type: "users.messages.inappmessage.Click",
    userKeys: BOTH,
    properties: (random) => ({
      ...message(random),
      ...device(random),
      app_id: "sandbox-app",
      button_id: "0",
    }),
  },
  {
    type: "users.messages.contentcard.Click",
    userKeys: BOTH,
    properties: (random) => ({
      ...message(random),
      ...device(random),
      app_id: "sandbox-app",
      content_card_id: random.hex(24),
    }),
  },
  {
    type: "users.messages.sms.Send",
    userKeys: BOTH,
    properties: (random) => ({ ...phone(random), category: "marketing" }),
  },
  {
    type: "users.messages.sms.Delivery",
    userKeys: BOTH,
    properties: (random) => ({ ...phone(random), is_sms_fallback: false }),
  },
  {
    type: "users.messages.whatsapp.Read",
    userKeys: BOTH,
    properties: (random) => ({ ...phone(random), from_phone_number: "+15550100", template_name: "hello" }),
  },
  {
    type: "users.messages.webhook.Failure",
    userKeys: [],
    properties: (random) => ({
      ...message(random),
      http_status_code: 502,
      retry_count: 2,
      is_terminal: false,
    }),
  },
  {
    type: "users.campaigns.Conversion",
    userKeys: BOTH,
    properties: (random) => ({
      ...message(random),
      conversion_behavior: '{"type":"purchase"}',
      conversion_behavior_index: 0,
    }),
  },
  {
    type: "users.canvas.Entry",
    userKeys: BOTH,
    properties: (random) => ({ ...message(random), canvas_variation_id: "cv-1", in_control_group: false }),
  },
  {
    type: "users.canvasstep.Progression",
    userKeys: ["device_id"],
    properties: (random) => ({
      ...message(random),
      canvas_entry_id: random.uuid(),
      progression_type: "advance",
      is_canvas_entry: true,
    }),
  },
  {
    type: "users.behaviors.subscription.GlobalStateChange",
    userKeys: ["timezone"],
    properties: (random) => ({
      ...email(random),
      channel: "email",
      subscription_status: "Opted In",
      state_change_source: "SDK",
    }),
  },
  {
    type: "agentconsole.AgentExecuted",
    userKeys: [],
    properties: (random) => ({
      agent_id: "agent-1",
      agent_name: "Helper",
      duration: random.below(4_000),
      is_error: false,
      total_tokens: random.below(9_000),
    }),
  },
];

/** Event types that are on no list yet: new ones appear without notice. */
export const UNKNOWN_TYPES = [
  "users.messages.hologram.Open",
  "users.behaviors.gaze.Focus",
  "labs.Beta",
] as const;
