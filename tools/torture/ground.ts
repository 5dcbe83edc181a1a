import { randomBytes } from "node:crypto";
import path from "node:path";
import type { Sandbox } from "@/sandbox/start";
import type { LocalDatabase } from "../../scripts/database";
import type { Balancer } from "../balancer/balancer";
import { type Api, createApi } from "../demo/api";
import {
  type CustomerPlan,
  type DemoCustomer,
  type Manners,
  onboardCustomer,
  PATIENCE,
} from "../demo/customers";
import { type AppTally, startTorturedApp, type TorturedApp } from "./app";
import { EMAIL_RULE } from "./count-user-properties";

/** What each slice of the torture starts from. */
export interface Ground {
  api: Api;
  sandbox: Sandbox;
  database: LocalDatabase;
  /** The app process that always runs, except while it is being killed. */
  app: TorturedApp;
  tally: AppTally;
  /** Starts one more process of the app on the same database. */
  startApp(variables?: Record<string, string>): Promise<TorturedApp>;
  /** A customer with its own Braze and Heap, whose senders repeat themselves and mix up their order. */
  onboard(name: string, more?: Partial<Manners>, plan?: Plan): Promise<DemoCustomer>;
  /** Log files of all processes so far. */
  logFiles: string[];
  say(line: string): void;
}

/** What of a customer's setup a slice may choose. */
export interface Plan {
  /** How many; unless told, enough for a load. */
  segments?: number;
  /** With it users can be deleted in Braze, and each first sync is followed by a match check. */
  hasRestApiKey?: boolean;
  /** Membership is an attribute, not a cohort. */
  hasAttributes?: boolean;
}

/** Enough that each rests for some seconds between two changes: only then is a task decided. */
const SEGMENTS = 16;
/** Few enough that each has several email addresses in a slice, one after the other. */
const USERS = 200;

/** Sets up the start: one app process, and the means to make more of everything. */
export async function layGround(
  place: {
    logFolder: string;
    variables: Record<string, string>;
    database: LocalDatabase;
    sandbox: Sandbox;
    apiKey: string;
    balancer: Balancer | null;
  },
  say: (line: string) => void,
): Promise<Ground> {
  const tally: AppTally = { kills: 0, startMs: [], deaths: 0 };
  const logFiles: string[] = [];
  const startApp = (variables: Record<string, string> = {}) => {
    const logFile = path.join(place.logFolder, `app-${logFiles.length + 1}.log`);
    logFiles.push(logFile);
    return startTorturedApp({ ...place.variables, ...variables }, place, tally, logFile);
  };

  const app = await startApp();
  const api = createApi(app.url, place.apiKey);
  let customers = 0;
  return {
    api,
    app,
    tally,
    startApp,
    logFiles,
    say,
    sandbox: place.sandbox,
    database: place.database,
    onboard: async (
      name,
      more,
      { segments = SEGMENTS, hasRestApiKey = false, hasAttributes = false } = {},
    ) => {
      customers += 1;
      const workspace = randomBytes(12).toString("hex");
      const plan: CustomerPlan = {
        name,
        heapAppId: String(3_000 + customers),
        workspaceKey: `sandbox-${workspace}`,
        kind: hasAttributes ? "attribute" : "cohort",
        restApiKey: hasRestApiKey || hasAttributes ? `sandbox-rest-${workspace}` : undefined,
        prefix: customers % 2 ? "braze-" : null,
        userProperties: [EMAIL_RULE],
        segments: Array.from({ length: segments }, (_, index) => `Segment ${index + 1}`),
        firstSegmentId: 9_000 + customers * 100,
      };
      const manners: Manners = {
        ...more,
        currents: {
          ...PATIENCE,
          batchSize: 20,
          userCount: USERS,
          redeliverShare: 0.3,
          gzip: customers % 2 === 0,
          ...more?.currents,
        },
        segments: {
          ...PATIENCE,
          pageSize: 12,
          repeatShare: 0.2,
          outOfOrder: true,
          freshSignatures: true,
          ...more?.segments,
        },
      };
      return onboardCustomer(api, plan, manners);
    },
  };
}
