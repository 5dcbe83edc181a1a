"use client";

import type { ComponentProps } from "react";
import { Select } from "@/components/ui/field";
import { ROLES } from "./roles";

/** The roles with what each may do. */
export function RoleSelect(props: ComponentProps<typeof Select>) {
  return (
    <Select {...props}>
      {ROLES.map(({ role, label, means }) => (
        <option key={role} value={role}>
          {label}: {means}
        </option>
      ))}
    </Select>
  );
}
