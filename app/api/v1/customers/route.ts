import { handle } from "@/app/api/v1/handle";
import { customerListInput } from "@/lib/insight/customer-list/customer-list-input";
import { customerPage, listCustomers } from "@/lib/insight/customer-list/list-customers";
import { createCustomer } from "@/lib/setup/customers/create-customer";
import { customerInput } from "@/lib/setup/customers/customer-input";
import { customerView } from "@/lib/setup/customers/customer-view";

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
