/** What to do with the properties whose names match a pattern. */
interface PersonalDataRule {
  /** A name in which `*` is any text. */
  pattern: string;
  action: "drop" | "hash" | "keep";
}

/**
 * Rules for properties of Currents that hold personal data, in order; the first that matches decides. Dropped is what
 * names or reaches a person or quotes what they wrote; hashed are ids of devices, by which events can then still be
 * counted. Names are from docs/contracts/braze-currents-events.md, and what customers usually call such properties.
 *
 * A change makes other Heap events of the same settings: count `MAPPING_RULES` up with it.
 */
export const PERSONAL_DATA: readonly PersonalDataRule[] = [
  // The customer's own number, from which a message was sent.
  { pattern: "from_phone_number", action: "keep" },
  ...drop("email", "*.email", "*_email", "*email_address", "*emailaddress"),
  ...drop("phone", "*.phone", "*_phone", "*phone_number", "*phonenumber"),
  ...drop("channel_identifier", "native_line_id", "bsuid"),
  ...drop("push_token", "push_to_start_token", "update_token", "web_push_token_*"),
  // `sending_ip` is the server that sent an email, nobody's address.
  ...drop("ip", "*.ip", "*ip_address", "latitude", "longitude"),
  // What people wrote, and what an agent was asked and answered.
  ...drop("answer_long_string", "message_body", "quick_reply_text", "flow_response_json", "media_urls"),
  ...drop("input", "output", "tool_arguments"),
  // Texts of others that often quote an address.
  ...drop("message_extras", "raw_response", "bounce_reason", "deferral_reason", "abort_log", "retry_log"),
  ...drop("first_name", "last_name", "*.first_name", "*.last_name", "dob", "date_of_birth"),
  ...["device_id", "*_device_id", "ad_id"].map((pattern) => ({ pattern, action: "hash" as const })),
];

/**
 * The same for names that customers give, by their words, since `userEmail`, `user_email` and `User E-Mail 2` are one name.
 * They are asked after the patterns above. A name is divided at signs and at capital letters, in lower case, without numbers
 * at its end; `* email` is any name that ends in the word, `mobile` that name alone. Values are not looked at.
 */
export const PERSONAL_WORDS: readonly PersonalDataRule[] = [
  { pattern: "from phone number", action: "keep" },
  // A kind of device.
  { pattern: "i phone", action: "keep" },
  ...drop("* email", "* e mail", "* email address", "* e mail address", "* mail address"),
  ...drop("mail", "user mail", "contact mail", "customer mail"),
  ...drop("* phone", "* phone number", "* phonenumber", "* phone no", "* telephone", "* telephone number"),
  ...drop("* cellphone", "* cell number", "* mobile number", "* mobile no", "* msisdn", "* whatsapp number"),
  ...drop("mobile", "user mobile", "contact mobile", "customer mobile", "tel", "whatsapp", "whats app"),
  ...drop("* first name", "* last name", "* full name", "* given name", "* family name", "* middle name"),
  ...drop("* firstname", "* lastname", "* fullname", "* surname"),
  ...drop("* birthday", "* birth date", "* birthdate", "* date of birth", "* dob"),
  ...drop("* push token", "* fcm token", "* apns token", "* gcm token", "* device token"),
  ...drop("ip", "client ip", "user ip", "remote ip", "* ip address", "* latitude", "* longitude"),
  ...[
    ...["* device id", "* deviceid", "ad id", "* advertising id", "* android id"],
    ...["* idfa", "* idfv", "* gaid", "* aaid", "* imei"],
  ].map((pattern) => ({ pattern, action: "hash" as const })),
];

function drop(...patterns: string[]): PersonalDataRule[] {
  return patterns.map((pattern) => ({ pattern, action: "drop" }));
}
