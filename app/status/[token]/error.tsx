"use client";

export { default } from "@/components/link-failed";
