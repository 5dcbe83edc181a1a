import { expect, test } from "vitest";
import { EVALUATED_KINDS, NOTED_KINDS } from "@/lib/kernel/alerts/kinds";
import { alertWords } from "./alert-words";

test.each([...NOTED_KINDS, ...EVALUATED_KINDS, "unheard_of"])(
  "%s: “What you can do:” goes on with what a customer can do",
  (kind) => {
    const { nextAction } = alertWords(kind, { segment: null, kind: null, canToggle: false });
    expect(nextAction).not.toMatch(/^(Nothing to do|There is nothing|The team|It )/);
  },
);
