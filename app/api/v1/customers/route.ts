import { handle } from "@/app/api/v1/handle";
import { createCustomer } from "@/lib/customers/create";
import { customerInput, customerListInput } from "@/lib/customers/customer-input";
import { customerView } from "@/lib/customers/customer-view";
import { customerPage, listCustomers } from "@/lib/customers/list";

export const GET = handle({
  query: customerListInput,
  answer: customerPage,
  run: (ctx, { query }) => listCustomers(ctx, query),
});

export const POST = handle({
  body: customerInput,
  answer: customerView,
  status: 201,
  run: (ctx, { body }, once) => createCustomer(ctx, body, once),
});
