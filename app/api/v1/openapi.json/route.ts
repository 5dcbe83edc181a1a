import { z } from "zod";
import { handleOpen } from "@/app/api/v1/handle-open";
import { makeDocument } from "./document";

/** The routes do not change while a process lives. */
let document: ReturnType<typeof makeDocument> | undefined;

export const GET = handleOpen({
  summary: "Show this document",
  description: "OpenAPI 3.1. It needs no sign-in: it says nothing about anybody.",
  answer: z.looseObject({ openapi: z.string() }),
  run: () => {
    document ??= makeDocument();
    return document;
  },
});
