import packageJson from "@/package.json" with { type: "json" };

/** The version of this build. */
export const APP_VERSION: string = packageJson.version;
