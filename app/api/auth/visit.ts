import { clientAddress } from "./client-address";
import { deviceCookieName, readCookies, sessionCookieName } from "./cookies";

/** What a request says about the browser that signs in. */
export interface Visit {
  address: string;
  userAgent: string | null;
  /** The token of the session it has, whether live or not. */
  sessionToken?: string;
  /** The device cookie. */
  device?: string;
  /** `Set-Cookie` lines for the answer, besides next-auth's. */
  setCookies: string[];
  /** Why its session could not be ended. */
  signOutFailure?: unknown;
}

export function readVisit(headers: Headers): Visit {
  const cookies = readCookies(headers.get("cookie"));
  return {
    address: clientAddress(headers),
    userAgent: headers.get("user-agent"),
    sessionToken: cookies.get(sessionCookieName()),
    device: cookies.get(deviceCookieName()),
    setCookies: [],
  };
}
