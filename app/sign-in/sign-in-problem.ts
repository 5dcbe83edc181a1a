/** The sign-in page's message for an error code in its address; the codes are ours and next-auth's. */
export function signInProblem(code: string | string[] | undefined, provider: string): string | null {
  switch (code) {
    case undefined:
      return null;
    case "not_invited":
      return `${provider} knows you, but this Tributary does not. Ask an admin of your team to invite the e-mail address you sign in with.`;
    case "disabled":
      return "Your account here is disabled. Ask an admin of your team to enable it.";
    case "no_email":
      return `${provider} did not say which e-mail address is yours, so you could not be recognised. Ask whoever runs it to share the 'email' claim with Tributary.`;
    case "email_not_verified":
      return `${provider} has not verified your e-mail address. Verify it there, then sign in again.`;
    case "unavailable":
      return "Tributary cannot check this right now. Try again in a moment.";
    default:
      return `Signing in with ${provider} did not work. Try again; if it keeps failing, the reason is in Tributary's log.`;
  }
}
