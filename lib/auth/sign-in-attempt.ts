import { z } from "zod";
import { openValue, type SealKeys, sealValue } from "#lib/auth/sealed-value.ts";

/** One way to Entra and back: what must come back, and where the person wanted to go. */
export type SignInAttempt = z.infer<typeof attempt>;

const attempt = z.object({
  state: z.string(),
  nonce: z.string(),
  verifier: z.string(),
  returnTo: z.string(),
  /** Whom the person said to be; kept so that a step-up does not ask again. */
  loginHint: z.string().nullable(),
  expiresAt: z.coerce.date(),
  /** How often conditional access already sent this attempt back; it may do so once. */
  stepUps: z.number().int(),
});

/** RFC 9700: as short as a person's sign-in with a second factor can take. */
export const attemptSeconds = 600;

/** The attempt as a cookie's value, sealed and bound to its state. */
export function sealAttempt(seals: SealKeys, value: SignInAttempt): string {
  const sealed = sealValue(seals, bindingOf(value.state), JSON.stringify(value));
  return Buffer.from(sealed.bytes).toString("base64url");
}

/** What became of the attempt that the returned `state` names. `lost`: no cookie; `mismatch`: not ours, not this one. */
export type OpenedAttempt =
  | { ok: true; attempt: SignInAttempt }
  | { ok: false; refusal: "lost" | "mismatch" };

/** Opens the cookie's value for the state that came back; an attempt after its time counts as lost. */
export function openAttempt(
  seals: SealKeys,
  returned: { cookie: string | null; state: string },
  now: Date,
): OpenedAttempt {
  if (returned.cookie === null) {
    return { ok: false, refusal: "lost" };
  }
  const opened = tryOpen(seals, returned.cookie, returned.state);
  if (opened === null || opened.state !== returned.state) {
    return { ok: false, refusal: "mismatch" };
  }
  return opened.expiresAt > now ? { ok: true, attempt: opened } : { ok: false, refusal: "lost" };
}

function tryOpen(seals: SealKeys, cookie: string, state: string): SignInAttempt | null {
  try {
    return attempt.parse(
      JSON.parse(openValue(seals, bindingOf(state), new Uint8Array(Buffer.from(cookie, "base64url")))),
    );
  } catch {
    // Whoever sends such a cookie learns only that it does not fit.
    return null;
  }
}

function bindingOf(state: string) {
  return { purpose: "sign-in-attempt", recordId: state, personId: "" } as const;
}
