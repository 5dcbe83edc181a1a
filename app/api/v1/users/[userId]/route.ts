import { z } from "zod";
import { handle } from "@/app/api/v1/handle";
import { showUser } from "@/lib/team/users/show-user";
import { updateUser } from "@/lib/team/users/update-user";
import { userChange } from "@/lib/team/users/user-input";
import { userView } from "@/lib/team/users/user-view";

const params = { userId: z.uuid() };

export const GET = handle({
  summary: "Show a user",
  role: "viewer",
  params,
  answer: userView,
  run: (ctx, { params }) => showUser(ctx, params),
});

export const PATCH = handle({
  summary: "Change a user",
  role: "admin",
  params,
  body: userChange,
  answer: userView,
  run: (ctx, { params, body }) => updateUser(ctx, { ...params, ...body }),
});
