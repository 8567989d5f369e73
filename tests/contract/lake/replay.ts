import { createHash, randomBytes, randomUUID } from "node:crypto";
import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import { signature, stringToSign } from "#emulators/lake/access/shared-key.ts";
import {
  type Bindings,
  fill,
  fits,
  type RecordedCase,
  type RecordedStep,
} from "#tests/contract/lake/recorded-case.ts";

export type ReplayTarget = {
  origin: string;
  account: string;
  accountKey: string;
  token: (oid: string) => Promise<string>;
};
type Difference = { step: number; what: string };
export type Outcome = { differences: Difference[]; skipped: number; replayed: number };

type Answer = { status: number; headers: IncomingHttpHeaders; body: Buffer };
type Replay = { target: ReplayTarget; recorded: RecordedCase; bindings: Bindings; principal: string };

/** Replays one recorded case step by step; steps by SAS or marked `replay:false` are skipped and counted. */
export async function replay(target: ReplayTarget, recorded: RecordedCase): Promise<Outcome> {
  const run: Replay = { target, recorded, bindings: new Map(), principal: principalOf(recorded) };
  for (const name of recorded.given?.filesystems ?? [])
    await send(run, {
      request: { api: "blob", method: "PUT", path: name, query: { restype: "container" }, auth: "sharedkey" },
      response: { status: 201 },
    });
  const outcome: Outcome = { differences: [], skipped: 0, replayed: 0 };
  for (const [index, step] of recorded.steps.entries()) {
    if (step.replay === false || !isReplayable(step)) {
      outcome.skipped += 1;
      continue;
    }
    const answer = await send(run, step);
    outcome.replayed += 1;
    for (const what of differencesOf(run, step, answer)) outcome.differences.push({ step: index, what });
  }
  return outcome;
}

/** Signatures are not replayed, except where they stand for a person whose ACL is judged (suoid). */
function isReplayable({ request }: RecordedStep): boolean {
  if (request.auth === "sas") return request.query?.suoid !== undefined;
  return request.auth !== "anonymous";
}

/** What belongs to a signature and not to the operation. */
const signatureQueries = new Set([
  "sv",
  "ss",
  "srt",
  "st",
  "se",
  "sr",
  "sp",
  "sig",
  "sip",
  "spr",
  "skoid",
  "sktid",
  "skt",
  "ske",
  "sks",
  "skv",
  "suoid",
  "saoid",
  "scid",
  "sdd",
]);

/** In one case all oauth steps are one principal: the GUID that the answers show as owner. */
function principalOf(recorded: RecordedCase): string {
  for (const { response } of recorded.steps) {
    const owner =
      response.headers?.["x-ms-owner"] ?? /"owner":"([^"]+)"/.exec(JSON.stringify(response.body ?? ""))?.[1];
    const signed = /<SignedOid>([^<]+)</.exec(String(response.body ?? ""))?.[1];
    for (const value of [owner, signed]) if (value?.startsWith("0000")) return value;
  }
  return "00000000-0000-4000-8000-00000000f00d";
}

async function send(run: Replay, step: RecordedStep): Promise<Answer> {
  const { request } = step;
  const { account } = run.target;
  const person = request.auth === "sas" ? request.query?.suoid : undefined;
  const query = Object.entries(request.query ?? {})
    .filter(([name]) => !person || !signatureQueries.has(name))
    .map(([name, value]) => `${name}=${encodeURIComponent(fill(value, run.bindings))}`);
  const target = `/${encodePath(request.path)}${query.length > 0 ? `?${query.join("&")}` : ""}`;
  const body = bodyOf(request.body ?? unrecordedBody(request), request.headers ?? {}, run.bindings);
  const headers = headersOf(run, request, body);
  if (person || request.auth === "oauth")
    headers.authorization = `Bearer ${await run.target.token(person ?? run.principal)}`;
  if (request.auth === "sharedkey") {
    const text = stringToSign(account, { method: request.method, target, headers });
    headers.authorization = `SharedKey ${account}:${signature(run.target.accountKey, text)}`;
  }
  return exchange(run.target.origin, { method: request.method, target, headers, body });
}

function headersOf(run: Replay, request: RecordedStep["request"], body: Buffer): Record<string, string> {
  const headers: Record<string, string> = {
    host: `${run.target.account}.${request.api}.core.windows.net`,
    "x-ms-date": new Date().toUTCString(),
    "x-ms-version": request.version ?? run.recorded.api_version,
    "x-ms-client-request-id": randomUUID(),
  };
  for (const [name, value] of Object.entries(request.headers ?? {}))
    headers[name] = fill(value, run.bindings);
  if (headers["content-md5"] === "<md5 of the body>")
    headers["content-md5"] = createHash("md5").update(body).digest("base64");
  headers["content-length"] = String(body.length);
  return headers;
}

/** Session records without bodies: those that set service properties switched soft delete on. */
function unrecordedBody({ method, query }: RecordedStep["request"]): string | undefined {
  if (method !== "PUT" || query?.comp !== "properties" || query.restype !== "service") return undefined;
  return "<StorageServiceProperties><DeleteRetentionPolicy><Enabled>true</Enabled><Days>5</Days></DeleteRetentionPolicy></StorageServiceProperties>";
}

/** Recorded paths are partly encoded already (`a%2Fb`); only what no request line may hold is encoded. */
function encodePath(path: string): string {
  return path.replace(/[^\w\-.~!$&'()*+,;=:@/%]/gu, (character) => encodeURIComponent(character));
}

function bodyOf(body: unknown, headers: Record<string, string>, bindings: Bindings): Buffer {
  if (body === undefined) return Buffer.alloc(0);
  if (typeof body !== "string") return Buffer.from(JSON.stringify(body));
  const random = /^<(\d+) (?:random bytes|bytes|chars)>$/.exec(body);
  if (random) return randomBytes(Number(random[1]));
  const iso = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+Z/, "Z");
  const text = Buffer.from(fill(body, bindings).replaceAll("<iso>", iso), "utf8");
  const length = Number(headers["content-length"] ?? text.length);
  // Long bodies are stored cut: what is missing is made up, so that lengths and positions stay right.
  return text.length < length && !body.startsWith("<")
    ? Buffer.concat([text, Buffer.alloc(length - text.length, text[0] ?? 97)])
    : text;
}

async function exchange(
  origin: string,
  sent: { method: string; target: string; headers: Record<string, string>; body: Buffer },
): Promise<Answer> {
  const url = new URL(origin);
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest(
      { host: url.hostname, port: url.port, method: sent.method, path: sent.target, headers: sent.headers },
      (incoming) => {
        const pieces: Buffer[] = [];
        incoming.on("data", (piece: Buffer) => pieces.push(piece));
        incoming.on("end", () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            body: Buffer.concat(pieces),
          }),
        );
        incoming.on("error", reject);
      },
    );
    outgoing.on("error", reject);
    outgoing.end(sent.body);
  });
}

/** Values that the recordings do not promise. */
const loose = new Set(["content-type", "content-length", "x-ms-request-server-encrypted"]);

function differencesOf(run: Replay, step: RecordedStep, answer: Answer): string[] {
  const { response, request } = step;
  const text = answer.body.toString("utf8");
  if (answer.status !== response.status) {
    const shown = `${answer.status} ${String(answer.headers["x-ms-error-code"])}`;
    return [
      `status ${shown}, recorded ${response.status}: ${request.method} ${request.path} ${text.slice(0, 200)}`,
    ];
  }
  const wrong = bodyDifference(run, response.body, text);
  return [...headerDifferences(run, response.headers ?? {}, answer), ...(wrong ? [wrong] : [])];
}

function headerDifferences(run: Replay, headers: Record<string, string>, answer: Answer): string[] {
  const found: string[] = [];
  for (const [name, expected] of Object.entries(headers)) {
    const actual = answer.headers[name];
    if (typeof actual !== "string") found.push(`header ${name} is missing, recorded ${expected}`);
    else if (!isSameHeader(name, expected, { actual, bindings: run.bindings }))
      found.push(`header ${name}: ${actual}, recorded ${expected}`);
  }
  return found;
}

function isSameHeader(
  name: string,
  expected: string,
  { actual, bindings }: { actual: string; bindings: Bindings },
): boolean {
  if (name === "content-type") return actual.split(";")[0] === expected.split(";")[0];
  if (name === "x-ms-continuation") {
    bindings.set("<continuation>", actual);
    return true;
  }
  return loose.has(name) || fits(expected, actual, bindings);
}

function bodyDifference(run: Replay, expected: unknown, text: string): string | undefined {
  if (expected === undefined || expected === "") return undefined;
  if (typeof expected === "object" && expected !== null) {
    const actual: unknown = JSON.parse(text);
    return jsonDifference(expected, actual, { at: "", bindings: run.bindings });
  }
  if (typeof expected !== "string" || / bytes|\.\.\.|<cut/.test(expected)) return undefined;
  if (expected.startsWith("<?xml")) return xmlDifference(run, expected, text);
  return text.startsWith(expected.slice(0, 64))
    ? undefined
    : `body: ${text.slice(0, 80)}, recorded ${expected.slice(0, 80)}`;
}

type Where = { at: string; bindings: Bindings };

/** Every recorded key is there with a fitting value; more keys pass. */
function jsonDifference(expected: unknown, actual: unknown, where: Where): string | undefined {
  if (Array.isArray(expected)) return listDifference(expected, actual, where);
  if (typeof expected === "object" && expected !== null) {
    const values = new Map(Object.entries(typeof actual === "object" && actual !== null ? actual : {}));
    return firstOf(
      Object.entries(expected).map(
        ([key, value]) =>
          () =>
            jsonDifference(value, values.get(key), { ...where, at: `${where.at}.${key}` }),
      ),
    );
  }
  const isSame =
    typeof expected === "string" ? fits(expected, String(actual), where.bindings) : expected === actual;
  return isSame ? undefined : `body ${where.at}: ${String(actual)}, recorded ${String(expected)}`;
}

/** Failed entries come in no stable order (recorded). */
function listDifference(expected: unknown[], actual: unknown, where: Where): string | undefined {
  if (!Array.isArray(actual) || actual.length !== expected.length)
    return `body ${where.at}: ${JSON.stringify(actual)?.slice(0, 200)}, recorded ${JSON.stringify(expected).slice(0, 200)}`;
  const isUnordered = where.at.endsWith("failedEntries");
  const ordered = (list: unknown[]) =>
    isUnordered ? list.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)) : list;
  const shown = ordered(actual);
  return firstOf(
    ordered(expected).map(
      (item, index) => () => jsonDifference(item, shown[index], { ...where, at: `${where.at}[${index}]` }),
    ),
  );
}

function firstOf(questions: (() => string | undefined)[]): string | undefined {
  for (const ask of questions) {
    const answer = ask();
    if (answer) return answer;
  }
  return undefined;
}

/** Recorded leaf elements in order, each fitting; elements of newer versions may stand between them. */
function xmlDifference(run: Replay, expected: string, text: string): string | undefined {
  const leaves = (xml: string) =>
    [...xml.matchAll(/<([A-Za-z0-9-]+)(?:\s*\/>|>([^<]*(?:<(?!\/?[A-Z])[^<]*)*)<\/\1>)/g)].map(
      (match) => [match[1] ?? "", match[2] ?? ""] as const,
    );
  const actual = leaves(text.replace(/^<\?xml[^>]*>\s*/, ""));
  const marker = /<NextMarker>([^<]+)<\/NextMarker>/.exec(text)?.[1];
  if (marker) run.bindings.set("<continuation>", marker);
  let at = 0;
  for (const [name, value] of leaves(withoutOthers(expected.replace(/^<\?xml[^>]*>\s*/, "")))) {
    const found = actual.findIndex(
      (leaf, index) => index >= at && leaf[0] === name && fits(value, leaf[1], run.bindings),
    );
    if (found < 0)
      return `body lacks <${name}>${value}</${name}> after element ${at}: ${text.slice(0, 1200)}`;
    at = found + 1;
  }
  return undefined;
}

/** The recorded accounts held other containers, and the names in Prefix were shortened differently. */
function withoutOthers(xml: string): string {
  return xml
    .replace(/<Container><Name>other\d*<\/Name>.*?<\/Container>/gs, "")
    .replace(/<Prefix>[^<]*<\/Prefix>/, "")
    .replace(/<NextMarker><continuation><\/NextMarker>/, "")
    .replace(/<SignedVersion>[^<]*<\/SignedVersion>/, "")
    .replace(/<RemainingRetentionDays>\d+<\/RemainingRetentionDays>/g, "");
}
