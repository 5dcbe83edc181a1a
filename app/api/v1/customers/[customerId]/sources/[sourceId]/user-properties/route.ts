import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import {
  countUserProperties,
  userPropertyCounts,
} from "@/lib/forwarding/user-properties/count-user-properties";

export const GET = handle({
  summary: "Count a source’s user properties",
  description:
    "What it writes to Heap about users: how many values there are, and how many of them Heap has, still lacks or has refused.",
  role: "viewer",
  params: { customerId: z.uuid(), sourceId: z.uuid() },
  answer: userPropertyCounts,
  run: (ctx, { params }) => countUserProperties(ctx, params),
});
