import { handle } from "@/app/api/v1/handle";
import { createCustomer } from "@/lib/customers/create";
import { customerInput, customerListInput } from "@/lib/customers/customer-input";
import { customerView } from "@/lib/customers/customer-view";
import { customerPage, listCustomers } from "@/lib/customers/list";

export const GET = handle({
  summary: "List customers",
  role: "viewer",
  query: customerListInput,
  answer: customerPage,
  run: (ctx, { query }) => listCustomers(ctx, query),
});

export const POST = handle({
  summary: "Create a customer",
  role: "csm",
  body: customerInput,
  answer: customerView,
  status: 201,
  run: (ctx, { body }, once) => createCustomer(ctx, body, once),
});
