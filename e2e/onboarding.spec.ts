import { expectAllGreen, newCustomer, sendFromBrazeAndHeap, shownAddresses } from "./all-green";
import { chooseIn, pressOn, tabTo, typeInto } from "./keyboard";
import { makeCustomer, makeDestination, makeSource, newSecrets } from "./make-customer";
import {
  adminApi,
  expect,
  expectNoAxeViolations,
  expectNotice,
  PASSWORD,
  portalUrl,
  signIn,
  test,
} from "./portal";
import { sandboxUrl } from "./sandbox-control";

test("from nothing to all checks green by mouse: each hop turns green by a real request, then the customer goes live", async ({
  page,
}) => {
  const customer = newCustomer("Mouse");
  await signIn(page, "csm", "/customers/new");
  await expectNoAxeViolations(page);
  await page.getByLabel("Customer’s name").fill(customer.name);
  await page.getByRole("button", { name: "Create and continue" }).click();
  await page.waitForURL(/step=source/);

  const appId = page.getByLabel("Heap app ID");
  await appId.fill("app-12");
  await expect(page.getByText("Digits only, at most 20")).toBeVisible();
  await appId.fill(customer.heapAppId);
  await expect(page.getByText("Digits only, at most 20")).toBeHidden();
  await expect(page.getByLabel("Heap region")).toHaveValue("");
  await page.getByLabel("Heap region").selectOption("sandbox");
  await expect(page.getByText("braze-Email Open")).toBeVisible();
  await page.getByLabel("Prefix text").fill("from-braze-");
  await expect(page.getByText("from-braze-Email Open")).toBeVisible();
  const apart = page.getByRole("switch", { name: "Use a separate prefix for Braze’s own events" });
  await apart.click();
  const example = page.getByLabel("Example", { exact: true });
  await expect(example).toContainText("An opened email arrives in Heap asBraze: Email Open");
  await expect(example).toContainText("A custom event called “Email Open” arrives asfrom-braze-Email Open");
  await apart.click();
  await expect(example).not.toContainText("Braze: Email Open");
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Create source and continue" }).click();

  await page.waitForURL(/step=destination/);
  await expect(page.getByRole("heading", { name: "Onboarding" })).toBeInViewport();

  await page.getByLabel("Braze instance").selectOption("sandbox");
  await page.getByLabel("Data Import Key").fill(customer.dataImportKey);
  await expectNoAxeViolations(page);
  await page.getByRole("button", { name: "Create destination and continue" }).click();
  await page.waitForURL(/step=connect/);

  await expect(page.getByText("1 of 7 proven")).toBeVisible();
  await expect(page.getByRole("heading", { name: "Onboarding" })).toBeInViewport();
  await expect(page.getByText("No webhook secret is set, so updates arrive unsigned.")).toBeVisible();
  await page.getByLabel("Heap webhook secret").fill(customer.webhookSecret);
  await page.getByRole("button", { name: "Save secret" }).click();
  await expect(page.getByText("No webhook secret is set, so updates arrive unsigned.")).toBeHidden();
  await expectNoAxeViolations(page);

  await page.getByRole("button", { name: "Test the Braze key" }).click();
  await expect(page.getByText("Braze accepts the key.")).toBeVisible();
  await page.getByRole("button", { name: "Send a test event to Heap" }).click();
  await expect(page.getByText("Heap accepted the event “from-braze-Tributary Test”")).toBeVisible();
  await expect(page.getByText("2 of 7 proven")).toBeVisible();
  await page.getByRole("button", { name: "Simulate a Currents event" }).click();
  await expect(page.getByText(/tributary-simulated-/)).toBeVisible();

  const { brazeUrl, heapUrl, bearerToken } = await shownAddresses(page);
  expect(bearerToken.length).toBeGreaterThan(30);
  const mail = (await page.getByRole("link", { name: "Mail" }).first().getAttribute("href")) ?? "";
  expect(mail).toMatch(/^mailto:\?subject=/);
  expect(decodeURIComponent(mail)).toContain("/api/currents/");
  expect(decodeURIComponent(mail)).not.toContain(bearerToken);
  expect(decodeURIComponent(mail)).toContain("- Email: Bounce, Click, Mark As Spam, Open");
  await page.getByText("Show the events, as Braze names them").click();
  await expect(page.getByRole("region", { name: "Message engagement events" })).toContainText(
    "Bounce, Click, Mark As Spam, Open",
  );
  await expectNoAxeViolations(page);

  await sendFromBrazeAndHeap(
    customer.heapAppId,
    { url: brazeUrl, bearerToken },
    { url: heapUrl, secret: customer.webhookSecret },
  );
  await expectAllGreen(page);
  await expectNoAxeViolations(page);

  await page.getByRole("button", { name: "Go live", exact: true }).click();
  await expectNotice(page, `${customer.name} is live.`);
  await expect(page.getByRole("link", { name: "Go to the overview" })).toBeVisible();
});

test("from nothing to all checks green by keyboard alone", async ({ page }) => {
  const customer = newCustomer("Keyboard");
  await page.goto(`${portalUrl}/sign-in`);
  await typeInto(page, page.getByLabel("Email"), "csm@example.com");
  await typeInto(page, page.getByLabel("Password", { exact: true }), PASSWORD);
  await page.keyboard.press("Enter");
  await page.waitForURL((url) => !url.pathname.startsWith("/sign-in"));

  await page.goto(`${portalUrl}/customers/new`);
  await typeInto(page, page.getByLabel("Customer’s name"), customer.name);
  await page.keyboard.press("Enter");
  await page.waitForURL(/step=source/);

  await typeInto(page, page.getByLabel("Heap app ID"), customer.heapAppId);
  await chooseIn(page, page.getByLabel("Heap region"), "Sandbox", "sandbox");
  await tabTo(page, page.getByRole("radio", { name: /^external_user_id/ }));
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("radio", { name: /^user_id/ })).toBeChecked();
  await page.keyboard.press("ArrowUp");
  await expect(page.getByRole("radio", { name: /^external_user_id/ })).toBeChecked();
  await pressOn(page, page.getByRole("switch", { name: "Put a prefix before names" }), "Space");
  await expect(page.getByText("braze-Email Open")).toBeHidden();
  await pressOn(page, page.getByRole("button", { name: "Create source and continue" }), "Enter");

  await page.waitForURL(/step=destination/);

  await chooseIn(page, page.getByLabel("Braze instance"), "Sandbox", "sandbox");
  await typeInto(page, page.getByLabel("Data Import Key"), customer.dataImportKey);
  await typeInto(page, page.getByLabel("Heap webhook secret"), customer.webhookSecret);
  await page.keyboard.press("Enter");
  await page.waitForURL(/step=connect/);

  await pressOn(page, page.getByRole("button", { name: "Test the Braze key" }), "Enter");
  await expect(page.getByText("Braze accepts the key.")).toBeVisible();
  await pressOn(page, page.getByRole("button", { name: "Send a test event to Heap" }), "Space");
  await expect(page.getByText(/Heap accepted the event “Tributary Test”/)).toBeVisible();

  const { brazeUrl, heapUrl, bearerToken } = await shownAddresses(page);
  await sendFromBrazeAndHeap(
    customer.heapAppId,
    { url: brazeUrl, bearerToken },
    { url: heapUrl, secret: customer.webhookSecret },
  );
  await expectAllGreen(page);
  await pressOn(page, page.getByRole("button", { name: "Go live", exact: true }), "Enter");
  await expect(page.getByRole("link", { name: "Go to the overview" })).toBeVisible();
});

test("onboarding resumes where it was left: what is saved shows, addresses and secrets do not until asked for", async ({
  page,
}) => {
  const { path } = await makeCustomer("Resumed");
  const source = await makeSource(path, {
    identityField: "user_id",
    eventTypes: ["users.messages.email.Open"],
    bearerToken: "generate",
  });
  await signIn(page, "csm", `${path}/onboarding`);

  // The source exists, so it continues with the destination.
  const steps = page.getByRole("navigation", { name: "Onboarding steps" });
  await expect(steps.getByRole("link", { name: "Destination" })).toHaveAttribute("aria-current", "step");
  await steps.getByRole("link", { name: "Source" }).click();
  await expect(page.getByLabel("Heap app ID")).toHaveValue(source.heapAppId);
  await expect(page.getByRole("radio", { name: /^user_id/ })).toBeChecked();
  await expect(page.getByRole("checkbox", { name: "Email Open" })).toBeChecked();

  await page.getByLabel("Name of this source").fill("Production workspace");
  await page.getByRole("button", { name: "Save and continue" }).click();
  await page.waitForURL(/step=destination/);
  await page.getByLabel("Braze instance").selectOption("US-05");
  await page.getByRole("radio", { name: "Let the customer enter them" }).check();
  await expect(page.getByLabel("Data Import Key")).toBeHidden();
  await page.getByRole("button", { name: "Create destination and continue" }).click();
  await page.waitForURL(/step=connect/);

  await page.getByRole("button", { name: "Create link for the customer" }).click();
  const once = page.getByRole("dialog", { name: "Link for the customer" });
  await expect(once.getByRole("code")).toContainText("/connect/");
  await once.getByRole("button", { name: "Done" }).click();

  await page.reload();
  await expect(page.getByText("0 of 7 proven")).toBeVisible();
  await expect(page.getByRole("link", { name: "Mail" })).toHaveCount(0);
  await page.getByRole("button", { name: "Show URL" }).first().click();
  await expect(page.getByRole("link", { name: "Mail" })).toHaveCount(1);
  const { items } = await adminApi().get<{ items: { action: string }[] }>(`${path}/audit?limit=100`);
  expect(items.map(({ action }) => action)).toContain("endpoint.revealed");

  await steps.getByRole("link", { name: "Source" }).click();
  await expect(page.getByLabel("Name of this source")).toHaveValue("Production workspace");
});

test("whoever tries it turns every check green by buttons alone: the sandbox's page plays Braze and Heap", async ({
  page,
}) => {
  const { path } = await makeCustomer("Buttons");
  const source = await makeSource(path);
  const destination = await makeDestination(path, newSecrets());

  await page.goto(sandboxUrl);
  await page.getByLabel("Endpoint URL for Braze").fill(source.url);
  await page.getByRole("button", { name: "Send events" }).click();
  await page.getByLabel("Endpoint URL for Heap").fill(destination.url);
  await page.getByLabel("Webhook secret").fill(destination.webhookSecret);
  await page.getByRole("button", { name: "Send the segment" }).click();
  await expect(page.getByText(/^Accepted: 400 events in \d+ requests\.$/)).toBeVisible();
  await expect(page.getByText("Accepted: 150 users in 1 request.")).toBeVisible();
  await page.getByRole("button", { name: "Send a deletion request" }).click();
  await expect(page.getByText("Accepted: 1 deletion request in 1 request.")).toBeVisible();

  await signIn(page, "csm", `${path}/onboarding?step=connect`);
  await expectAllGreen(page);
  await expect
    .poll(async () => (await adminApi().get<{ items: unknown[] }>(`${path}/deletion-requests`)).items.length)
    .toBe(1);
});
