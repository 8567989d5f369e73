import { createHash, randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** The portal's OAuth server as the Hub sees it: in tests only, so that the Hub is proved without the portal. */
export type PortalStandIn = {
  origin: string;
  /** Who is signed in at the portal in every browser; null: nobody. */
  signedIn: string | null;
  /** What the portal says in `iss`; the portal's own origin unless a test lies. */
  issuer: string;
  /** Query of every authorize request, in order. */
  authorizations: URLSearchParams[];
  close(): Promise<void>;
};

type Code = { user: string; challenge: string; redirect: string };

/** Starts the stand-in on a free port; client `jupyterhub` with the given secret. */
export async function startPortalStandIn(secret: string): Promise<PortalStandIn> {
  const codes = new Map<string, Code>();
  const tokens = new Map<string, string>();
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? "/", portal.origin);
    const form = await readForm(request);
    const bearer = request.headers.authorization?.replace(/^Bearer /i, "") ?? "";
    const routes: Record<string, () => void> = {
      "/api/hub-oauth/authorize": () => authorize(portal, codes, { url, response }),
      "/api/hub-oauth/token": () => exchange({ codes, tokens, secret }, form, response),
      "/api/hub-oauth/userinfo": () =>
        json(response, tokens.has(bearer) ? 200 : 401, { hub_user: tokens.get(bearer) }),
    };
    (routes[url.pathname] ?? (() => json(response, 200, { page: url.pathname })))();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Another host name than the Hub's 127.0.0.1, as in the product: cookies ignore ports.
  const origin = `http://localhost:${(server.address() as AddressInfo).port}`;
  const portal: PortalStandIn = {
    origin,
    issuer: origin,
    signedIn: null,
    authorizations: [],
    close: () => closeServer(server),
  };
  return portal;
}

async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString());
}

function authorize(
  portal: PortalStandIn,
  codes: Map<string, Code>,
  { url, response }: { url: URL; response: ServerResponse },
): void {
  const query = url.searchParams;
  portal.authorizations.push(query);
  const redirect = query.get("redirect_uri") ?? "";
  if (portal.signedIn === null || query.get("code_challenge_method") !== "S256") {
    json(response, 401, { error: "login_required" });
    return;
  }
  const code = randomBytes(16).toString("hex");
  codes.set(code, { user: portal.signedIn, challenge: query.get("code_challenge") ?? "", redirect });
  const back = new URL(redirect);
  back.search = new URLSearchParams({ code, state: query.get("state") ?? "", iss: portal.issuer }).toString();
  response.writeHead(302, { location: back.href }).end();
}

function exchange(
  store: { codes: Map<string, Code>; tokens: Map<string, string>; secret: string },
  form: URLSearchParams,
  response: ServerResponse,
): void {
  const code = store.codes.get(form.get("code") ?? "");
  const challenge = createHash("sha256")
    .update(form.get("code_verifier") ?? "")
    .digest("base64url");
  const isRight =
    code !== undefined &&
    code.challenge === challenge &&
    code.redirect === form.get("redirect_uri") &&
    form.get("client_id") === "jupyterhub" &&
    form.get("client_secret") === store.secret;
  if (!isRight) {
    json(response, 400, { error: "invalid_grant" });
    return;
  }
  store.codes.delete(form.get("code") ?? "");
  const token = randomBytes(16).toString("hex");
  store.tokens.set(token, code.user);
  json(response, 200, { access_token: token, token_type: "Bearer", expires_in: 60 });
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(() => resolve()));
}
