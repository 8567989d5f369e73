/** An administrator's demand for a second factor at one resource, until an authorize with its claims satisfied it. */
export type StepUp = { id: string; resource: string; personId: string | null };

/** A planted failure of Graph: the next `times` matching requests get `status` after `delayMs`. */
export type Fault = {
  pathPattern: string;
  method: string | null;
  status: number | null;
  retryAfterSeconds: number | null;
  delayMs: number;
  times: number;
};

/** What the admin endpoint turns: nothing of it is kept over a restart. */
export type Controls = {
  tokenLifetimeSeconds: number | null;
  clockOffsetMs: number;
  replicationDelayMs: number;
  stepUps: StepUp[];
  blocked: { resource: string; personId: string | null }[];
  faults: Fault[];
};

/** Controls as an untouched tenant has them. */
export function untouchedControls(): Controls {
  return {
    tokenLifetimeSeconds: null,
    clockOffsetMs: 0,
    replicationDelayMs: 0,
    stepUps: [],
    blocked: [],
    faults: [],
  };
}

/** The claims challenge that demands a step-up, as Entra writes it. */
export function claimsOf(stepUp: StepUp): string {
  return JSON.stringify({ access_token: { capolids: { essential: true, values: [stepUp.id] } } });
}

/** The step-up ids that a `claims` parameter names; claims that ask for other things name none. Null: not JSON. */
export function stepUpIdsIn(claims: string): string[] | null {
  try {
    const parsed: unknown = JSON.parse(claims);
    return [...JSON.stringify(parsed).matchAll(/"capolids":\{[^{}]*"values":\[([^\]]*)\]/g)].flatMap(
      (match) =>
        (match[1] ?? "")
          .split(",")
          .map((id) => id.replaceAll('"', "").trim())
          .filter(Boolean),
    );
  } catch {
    return null;
  }
}
