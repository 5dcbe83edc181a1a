import type { ReactNode } from "react";
import { ButtonLink } from "@/components/ui/button";
import { Hydrating } from "@/components/ui/hydrating";

/** A step with a form: what it is about, and how to skip it. */
export function StepFrame(props: {
  title: string;
  children: ReactNode;
  about: ReactNode;
  skip?: { href: string; label: string };
}) {
  return (
    <section aria-label={props.title} className="max-w-3xl">
      <Hydrating />
      <div className="mb-5">
        <h2 className="font-semibold">{props.title}</h2>
        <div className="mt-0.5 text-ink-soft">{props.about}</div>
      </div>
      {props.children}
      {props.skip && (
        <div className="mt-6 border-t border-line pt-4">
          <ButtonLink href={props.skip.href} tone="ghost" className="-ml-3">
            {props.skip.label}
          </ButtonLink>
        </div>
      )}
    </section>
  );
}
