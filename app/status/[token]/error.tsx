"use client";

export { default } from "@/components/ui/link-failed";
