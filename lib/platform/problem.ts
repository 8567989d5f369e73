import { type FaultCode, faultCode } from "#lib/platform/errors.ts";

/** A refusal or a fault as a reply: RFC 9457, with a code for programs and a correlation id for people who ask. */
export type Problem = {
  status: number;
  /** One of ours, snake case; also the last part of `type`. */
  code: string;
  title: string;
  /** What to do next, in a sentence. */
  detail?: string;
  correlationId: string;
};

/** The reply of a problem: application/problem+json, never cached. */
export function problemResponse(problem: Problem): Response {
  const { status, code, title, detail, correlationId } = problem;
  const body = { type: `urn:lakeport:problem:${code}`, title, status, detail, code, correlationId };
  return new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "x-correlation-id": correlationId,
    },
  });
}

const faults: Record<FaultCode, { status: number; title: string }> = {
  configuration_invalid: { status: 500, title: "The portal is set up wrongly." },
  database_unavailable: { status: 503, title: "The portal's database does not answer." },
  directory_unavailable: { status: 503, title: "The directory does not answer." },
  lake_unavailable: { status: 503, title: "The lake does not answer." },
  hub_unavailable: { status: 503, title: "The notebook hub does not answer." },
  mail_unavailable: { status: 503, title: "Mail cannot be sent at the moment." },
  token_unavailable: { status: 503, title: "Microsoft Entra gave no token." },
  sealed_value_unreadable: { status: 500, title: "Your sign-in can no longer be read." },
  unexpected: { status: 500, title: "Something unexpected happened." },
};

/** The reply of a fault that was thrown: words by its code, nothing of its message (which may name machines). */
export function faultResponse(error: unknown, correlationId: string): Response {
  const code = faultCode(error);
  return problemResponse({
    ...faults[code],
    code,
    detail: "Try again; if it stays, tell the portal's operator this correlation id.",
    correlationId,
  });
}
