import { signIn } from "next-auth/react";

/** Signs in with email and password. Null if it worked, otherwise the message for the person. */
export async function trySignIn(email: string, password: string): Promise<string | null> {
  try {
    // next-auth reads the result from the address it would go to. By default that is this page's, which may name an error
    // of an earlier try.
    const answer = await signIn("credentials", { email, password, redirect: false, callbackUrl: "/" });
    if (answer?.ok && !answer.error) return null;
    return answer?.error && answer.error !== "CredentialsSignin"
      ? answer.error
      : "Wrong email address or password.";
  } catch {
    return "Tributary is not responding. Try again in a moment.";
  }
}
