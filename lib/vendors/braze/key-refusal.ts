import type { VendorError } from "@/lib/kernel/errors";

export interface KeyRefusal {
  /** Ends with Braze's own words, without a full stop. */
  message: string;
  nextAction: string;
}

/** Both as sentences, for where there is one place for them. */
export function refusalText({ message, nextAction }: KeyRefusal): string {
  return `${message}. ${nextAction}`;
}

/** Where the REST API key of a destination with attributes is made. Source: https://www.braze.com/docs/api/basics */
const MAKE_A_KEY =
  "In Braze, under Settings › APIs and Identifiers › API Keys, create a key with the permissions users.track and users.export.ids, and enter that one.";

/** Whether Braze refused the credentials of a call. The REST API says 404 for a key that it does not know. */
export function isKeyRefused(err: Pick<VendorError, "kind" | "reason">): boolean {
  return err.kind === "unauthorized" || err.reason === "rest_api_key";
}

/**
 * What a 401 of Braze means and who can fix it. That of the cohort API has three documented
 * meanings, and a fourth text that could mean any of them. Source: https://www.braze.com/docs/partners/isv_partners/cohort_import
 */
export function keyRefusal(err: Pick<VendorError, "reason" | "words">): KeyRefusal {
  if (err.reason === "data_import_key") {
    return {
      message: `Braze does not accept the Data Import Key: “${err.words}”`,
      nextAction:
        "Enter the current key. It is in Braze, under Partner Integrations › Technology Partners › Heap.",
    };
  }
  if (err.reason === "partner_key") {
    return {
      message: `Braze does not accept the partner key: “${err.words}”`,
      nextAction:
        "Ask the operator of Tributary to check BRAZE_PARTNER_KEY_US or _EU and BRAZE_PARTNER_NAME.",
    };
  }
  if (err.reason === "not_enabled") {
    return {
      message: `Braze has not enabled the Heap cohort import for this workspace: “${err.words}”`,
      nextAction:
        "Ask the customer’s Braze account manager to enable it for this workspace, then sync again.",
    };
  }
  if (err.reason === "rest_permission") {
    return {
      message: `The REST API key lacks the permission users.track: “${err.words}”`,
      nextAction: `A key’s permissions cannot be changed. ${MAKE_A_KEY}`,
    };
  }
  if (err.reason === "rest_api_key") {
    return {
      message: `Braze does not accept the REST API key: “${err.words}”`,
      nextAction: `Check that the key is for this workspace and the destination’s Braze instance, and that its list of allowed IP addresses, if it has one, contains Tributary’s. If all of that is right, the key may have been deleted. ${MAKE_A_KEY}`,
    };
  }
  if (err.reason === "rest_plan") {
    return {
      message: `Braze says that the plan or account is not active: “${err.words}”`,
      nextAction: "Ask the customer’s Braze account manager, then sync again.",
    };
  }
  return {
    message: `Braze refuses the credentials without saying which: “${err.words}”`,
    nextAction: "Check the Data Import Key and the Braze instance of the destination, then the partner key.",
  };
}
