import type { ReactNode } from "react";
import { Logo } from "./logo";

/** A whole page that only shows a message. */
export function NoticePage({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center px-4 py-10">
      <div className="w-full max-w-md text-center">
        <div className="flex justify-center">
          <Logo size={28} />
        </div>
        <h1 className="mt-4 text-lg font-semibold tracking-tight">{title}</h1>
        <p className="mt-1 text-ink-soft">{children}</p>
      </div>
    </main>
  );
}
