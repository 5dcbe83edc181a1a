"use client";

import { LogIn } from "lucide-react";
import { signIn } from "next-auth/react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/notify";

/** Goes to the OIDC provider, which sends the person back. */
export function ProviderButton({ name, returnTo }: { name: string; returnTo: string }) {
  const [isLeaving, setLeaving] = useState(false);

  async function leave() {
    setLeaving(true);
    try {
      await signIn("oidc", { callbackUrl: returnTo });
    } catch {
      setLeaving(false);
      toast.error("Tributary is not responding. Try again in a moment.");
    }
  }

  return (
    <Button icon={LogIn} isBusy={isLeaving} onClick={leave} className="w-full">
      Sign in with {name}
    </Button>
  );
}
