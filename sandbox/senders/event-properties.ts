import type { Random } from "./random";

/** The `properties` of a Currents event. */
export type Properties = Record<string, unknown>;

const CAMPAIGNS = ["Spring welcome", "Cart reminder", "Winback 30 days"] as const;
const JOURNEYS = ["Onboarding", "Trial ending", "Renewal"] as const;
const DEVICES = ["Pixel 9", "iPhone 17", "Galaxy Tab S10"] as const;

/** A message belongs to a campaign or to a Canvas; the other group is null. */
export function message(random: Random): Properties {
  const base = { app_group_id: "sandbox-group", dispatch_id: random.hex(32), send_id: null };
  if (random.fraction() < 0.5) {
    const name = random.pick(CAMPAIGNS);
    return { ...base, campaign_id: `camp-${name.length}`, campaign_name: name, message_variation_id: "v1" };
  }
  const name = random.pick(JOURNEYS);
  return {
    ...base,
    canvas_id: `canvas-${name.length}`,
    canvas_name: name,
    canvas_step_id: `s${random.below(5)}`,
  };
}

export function device(random: Random): Properties {
  return {
    platform: random.pick(["ios", "android", "web"]),
    os_version: "18.1",
    device_model: random.pick(DEVICES),
  };
}

export function app(random: Random): Properties {
  return { app_group_id: "sandbox-group", app_id: "sandbox-app", ...device(random) };
}

export function email(random: Random): Properties {
  return { ...message(random), email_address: `person${random.below(10_000)}@example.com`, ip_pool: "main" };
}

export function phone(random: Random): Properties {
  return { ...message(random), to_phone_number: `+1555${random.hex(6)}`, subscription_group_id: "group-1" };
}

/** A custom event with nested properties, lists, and a name that the envelope already uses. */
export function customEvent(random: Random): Properties {
  return {
    ...app(random),
    name: random.pick(["Report Shared", "Plan Viewed", "Seat Invited"]),
    custom_properties: {
      plan: random.pick(["free", "team", "enterprise"]),
      seats: random.below(500),
      is_trial: random.fraction() < 0.3,
      tags: ["alpha", "beta"],
      platform: "overrides nothing",
      owner: { role: "admin", region: { code: "eu", tier: random.below(3) } },
      note: null,
    },
  };
}

export function purchase(random: Random): Properties {
  return {
    ...app(random),
    product_id: `sku-${random.below(90)}`,
    price: random.below(10_000) / 100,
    currency: "EUR",
    purchase_properties: { coupon: "SAVE10", basket: { items: 1 + random.below(6), gift: false } },
  };
}
