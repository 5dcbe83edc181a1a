import { DateTime } from "@/components/format/time-ago";
import { Logo } from "@/components/ui/logo";
import type { ConnectForm } from "@/lib/setup/connect-links/open-connect-link";

/** Who asks, what for, and what happens to the values. */
export function Intro({ form: { customerName, expiresAt } }: { form: ConnectForm }) {
  return (
    <header>
      <Logo size={28} />
      <h1 className="mt-4 text-xl font-semibold tracking-tight [overflow-wrap:anywhere]">
        Keys for {customerName}
      </h1>
      <p className="mt-2 text-ink-soft">
        The team that connects your Heap and Braze asks you for these keys. It uses Tributary, which keeps a
        cohort in Braze equal to each of your Heap segments. For that, Braze has to accept what Tributary
        sends, and Tributary has to know that what arrives is really from your Heap.
      </p>
      <ul className="mt-4 list-disc space-y-1 pl-5 text-ink-soft marker:text-line-strong">
        <li>What you enter is stored encrypted and never shown again. The team sees only that it is set.</li>
        <li>The Data Import Key is tried on Braze when you save, which changes nothing there.</li>
        <li>
          This link works once, until <DateTime value={expiresAt} />.
        </li>
      </ul>
    </header>
  );
}
