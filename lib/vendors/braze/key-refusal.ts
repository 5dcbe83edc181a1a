import type { VendorError } from "@/lib/kernel/errors";

export interface KeyRefusal {
  message: string;
  nextAction: string;
}

/**
 * What a 401 of Braze's cohort API means and who can fix it. It has three documented meanings, and a fourth text that
 * could mean any of them. Source: https://www.braze.com/docs/partners/isv_partners/cohort_import
 */
export function keyRefusal(err: Pick<VendorError, "reason" | "words">): KeyRefusal {
  if (err.reason === "data_import_key") {
    return {
      message: `Braze does not accept the Data Import Key: "${err.words}"`,
      nextAction:
        "Copy the current key from Braze, Partner Integrations > Technology Partners > Heap, and enter it in the destination.",
    };
  }
  if (err.reason === "partner_key") {
    return {
      message: `Braze does not accept the partner key: "${err.words}"`,
      nextAction: "Whoever runs Tributary must check BRAZE_PARTNER_KEY_US or _EU and BRAZE_PARTNER_NAME.",
    };
  }
  if (err.reason === "not_enabled") {
    return {
      message: `Braze has not enabled the Heap cohort import for this workspace: "${err.words}"`,
      nextAction:
        "Ask the customer's Braze account manager to enable it for this workspace, then sync again.",
    };
  }
  return {
    message: `Braze refuses the credentials without saying which: "${err.words}"`,
    nextAction: "Check the Data Import Key and the Braze instance of the destination, then the partner key.",
  };
}
