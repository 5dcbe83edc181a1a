import { BEHAVIOUR_TYPES } from "./behaviour-types";
import { MESSAGE_TYPES } from "./message-types";

type FieldKind = "text" | "bool" | "int" | "float" | "object" | "list";

/** One property of an event type. */
export type Field = { name: string; kind: FieldKind; isRequired: boolean };

/** One Currents event type: which keys its `user` has, and its properties. */
export type WorldType = { type: string; userKeys: readonly UserKey[]; fields: readonly Field[] };

const USER_KEYS = { u: "user_id", x: "external_user_id", d: "device_id", t: "timezone" } as const;
type UserKey = (typeof USER_KEYS)[keyof typeof USER_KEYS];

const GROUPS: Record<string, string> = {
  CAMP: "campaign_id campaign_name message_variation_id message_variation_name",
  CANV: "canvas_id canvas_name canvas_variation_id canvas_variation_name canvas_step_id canvas_step_name",
  ADV: "ad_id ad_id_type ad_tracking_enabled:bool",
  DEV: "platform os_version device_model",
};

const KINDS: ReadonlySet<string> = new Set(["text", "bool", "int", "float", "object", "list"]);

/** Every event type that Braze publishes, in the order of its contract. */
export const WORLD_TYPES: readonly WorldType[] = `${BEHAVIOUR_TYPES}${MESSAGE_TYPES}`
  .split("\n")
  .filter((line) => line !== "")
  .map(readLine);

function readLine(line: string): WorldType {
  const [type = "", keys = "", ...words] = line.split(" ");
  const userKeys = Object.entries(USER_KEYS).flatMap(([letter, key]) => (keys.includes(letter) ? [key] : []));
  const fields = new Map<string, Field>();
  for (const word of words.flatMap((word) => GROUPS[word]?.split(" ") ?? [word])) {
    const field = readField(word);
    fields.set(field.name, field);
  }
  return { type, userKeys, fields: [...fields.values()] };
}

function readField(word: string): Field {
  const [marked = "", kind = "text"] = word.split(":");
  if (!isKind(kind)) throw new Error(`${word} has no kind of field`);
  return { name: marked.replace("*", ""), kind, isRequired: marked.endsWith("*") };
}

function isKind(kind: string): kind is FieldKind {
  return KINDS.has(kind);
}
