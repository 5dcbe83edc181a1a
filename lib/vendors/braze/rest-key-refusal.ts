import type { VendorError } from "@/lib/kernel/errors";

/** Where to make the key. Source: https://www.braze.com/docs/api/basics */
const MAKE_A_KEY =
  "In Braze, under Settings › APIs and Identifiers › API Keys, create a key with the permission users.export.ids, and users.track where segments are custom attributes, and enter it in Setup as the destination’s REST API key.";

export const NO_REST_API_KEY = {
  error: "The destination has no REST API key, so Braze cannot be asked.",
  nextAction: MAKE_A_KEY,
};

/** Phrases in which Braze says that a key lacks a permission, rather than that the key is invalid. */
const ABOUT_PERMISSION = /permission|not authorized|access denied|forbidden/i;

/**
 * What it means when Braze permanently refuses a question about ids, and what to do. Braze documents 401 for an
 * unknown key and 403 for an inactive plan; a key's permissions cannot be changed once it exists. Source:
 * https://braze.com/docs/api/errors, https://www.braze.com/docs/api/basics
 */
export function restKeyRefusal(err: Pick<VendorError, "kind" | "status" | "words">): {
  error: string;
  nextAction: string;
} {
  if (err.kind === "unauthorized" && ABOUT_PERMISSION.test(err.words)) {
    return {
      error: `Braze says that the REST API key is not allowed to look up users: “${err.words}”`,
      nextAction: `A key’s permissions cannot be changed. ${MAKE_A_KEY}`,
    };
  }
  if (err.kind === "unauthorized") {
    return {
      error: `Braze does not accept the REST API key: “${err.words}”`,
      nextAction: `Check that the key belongs to this workspace and to the destination’s Braze instance and has the permission users.export.ids, and that its list of allowed IP addresses, if it has one, contains Tributary’s. If all of that is right, the key may have been deleted. ${MAKE_A_KEY}`,
    };
  }
  if (err.kind === "not_found") {
    return {
      error: `Braze does not know the key or the address: “${err.words}”`,
      nextAction: "Check the destination’s Braze instance in Setup: a key works on its own instance only.",
    };
  }
  return {
    error: `Braze refused the request (${err.status ?? "no status"}): “${err.words}”`,
    nextAction: "Check how the destination identifies users, then check again. Syncs are not affected.",
  };
}
