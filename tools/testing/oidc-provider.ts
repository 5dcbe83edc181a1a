import { createHash, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** How the test's client is registered. */
export const OIDC_CLIENT = { id: "tributary", secret: "a-client-secret" };

interface Grant {
  nonce: string | null;
  challenge: string | null;
  redirectUri: string | null;
}

export interface OidcProvider {
  url: string;
  /** What the provider says about the next person. Each address has a subject of its own, unless `sub` says otherwise. */
  person: Record<string, unknown>;
  /** What the user info endpoint says instead. */
  userInfo: Record<string, unknown> | null;
  /** Breaks one thing in the next ID token. */
  fault: "none" | "wrong_nonce" | "wrong_signature" | "wrong_audience";
  /** Returns the email address only from the user info endpoint. */
  isShortToken: boolean;
  stop(): Promise<void>;
}

/**
 * For tests: a small OpenID provider over real HTTP (discovery, authorization code with PKCE, token, keys, user info)
 * that signs in `person` without asking. It refuses what a strict provider would: another redirect address, a wrong
 * secret, a code used twice, a wrong verifier (OpenID Connect Core 1.0; RFC 7636).
 */
export async function startOidcProvider(): Promise<OidcProvider> {
  const keys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const foreignKeys = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const grants = new Map<string, Grant>();

  function idToken(nonce: string | null): string {
    const { fault, isShortToken, person } = provider;
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      iss: provider.url,
      sub: subjectOf(person),
      aud: fault === "wrong_audience" ? "another-client" : OIDC_CLIENT.id,
      iat: now,
      exp: now + 60,
      nonce: fault === "wrong_nonce" ? "another" : nonce,
      ...(!isShortToken && person),
    };
    const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString("base64url");
    const signed = `${encode({ alg: "RS256", kid: "one" })}.${encode(claims)}`;
    const { privateKey } = fault === "wrong_signature" ? foreignKeys : keys;
    return `${signed}.${sign("RSA-SHA256", Buffer.from(signed), privateKey).toString("base64url")}`;
  }

  function authorize(query: URLSearchParams, res: ServerResponse) {
    const code = randomUUID();
    const redirectUri = query.get("redirect_uri");
    const isPkce = query.get("code_challenge_method") === "S256";
    if (!redirectUri || !isPkce || query.get("client_id") !== OIDC_CLIENT.id) return answer(res, 400, {});

    grants.set(code, { nonce: query.get("nonce"), challenge: query.get("code_challenge"), redirectUri });
    const back = new URL(redirectUri);
    back.searchParams.set("code", code);
    back.searchParams.set("state", query.get("state") ?? "");
    return res.writeHead(302, { location: back.href }).end();
  }

  function token(form: URLSearchParams, authorization: string, res: ServerResponse) {
    const grant = grants.get(form.get("code") ?? "");
    grants.delete(form.get("code") ?? "");
    const digest = createHash("sha256").update(form.get("code_verifier") ?? "");
    const basic = Buffer.from(`${OIDC_CLIENT.id}:${OIDC_CLIENT.secret}`).toString("base64");
    const isGood =
      grant?.challenge === digest.digest("base64url") && grant.redirectUri === form.get("redirect_uri");
    if (authorization !== `Basic ${basic}`) return answer(res, 401, { error: "invalid_client" });
    if (!isGood) return answer(res, 400, { error: "invalid_grant" });
    return answer(res, 200, { access_token: "access", token_type: "Bearer", id_token: idToken(grant.nonce) });
  }

  const server = createServer(async (req, res) => {
    const { pathname, searchParams } = new URL(req.url ?? "/", provider.url);
    if (pathname === "/.well-known/openid-configuration") return answer(res, 200, discovery(provider.url));
    if (pathname === "/authorize") return authorize(searchParams, res);
    if (pathname === "/token") {
      return token(new URLSearchParams(await readText(req)), req.headers.authorization ?? "", res);
    }
    if (pathname === "/keys") {
      const key = { ...keys.publicKey.export({ format: "jwk" }), kid: "one", use: "sig", alg: "RS256" };
      return answer(res, 200, { keys: [key] });
    }
    if (pathname === "/userinfo") {
      const { person, userInfo } = provider;
      return answer(res, 200, { sub: subjectOf(person), ...(userInfo ?? person) });
    }
    return answer(res, 404, {});
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));

  const provider: OidcProvider = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    person: {},
    userInfo: null,
    fault: "none",
    isShortToken: false,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return provider;
}

function subjectOf(person: Record<string, unknown>): unknown {
  return person.sub ?? `subject of ${String(person.email).toLowerCase()}`;
}

function discovery(url: string): object {
  return {
    issuer: url,
    authorization_endpoint: `${url}/authorize`,
    token_endpoint: `${url}/token`,
    jwks_uri: `${url}/keys`,
    userinfo_endpoint: `${url}/userinfo`,
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
  };
}

function answer(res: ServerResponse, status: number, body: object): ServerResponse {
  return res.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

async function readText(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk);
  return Buffer.concat(chunks).toString("utf8");
}
