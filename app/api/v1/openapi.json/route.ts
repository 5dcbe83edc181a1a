import { z } from "zod";
import { handleOpen } from "@/app/api/v1/handle-open";
import { readDocument } from "./document";

export const GET = handleOpen({
  summary: "Show this document",
  description: "OpenAPI 3.1. It needs no sign-in: it contains nothing about anyone.",
  answer: z.looseObject({ openapi: z.string() }),
  run: readDocument,
});
