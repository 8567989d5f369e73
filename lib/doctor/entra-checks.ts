import { broken, type Check, doubtful, fine } from "#lib/doctor/check.ts";

const skewSecondsMax = 60;

/** Entra and Graph: reachable, the application's proof accepted, its rights consented, the clocks together. */
export const entraChecks: readonly Check[] = [
  {
    id: "entra.reachable",
    title: "Microsoft Entra answers",
    run: async ({ tokens }) => fine(`in ${(await tokens.ping()).toFixed(0)} ms`),
  },
  {
    id: "entra.graph",
    title: "Graph accepts the portal's application",
    run: async ({ directory }) => {
      try {
        return fine(`in ${(await directory.ping()).toFixed(0)} ms`);
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error);
        return broken(
          words,
          "Check the client secret or certificate (expired?) and the admin consent of GroupMember.Read.All and User.Read.All.",
        );
      }
    },
  },
  {
    id: "entra.clock",
    title: "Clock agrees with Entra's",
    run: async ({ tokens, clock }) => {
      const response = await fetch(tokens.endpoints.keys, { signal: AbortSignal.timeout(5000) });
      await response.body?.cancel();
      const theirs = Date.parse(response.headers.get("date") ?? "");
      const skew = Math.abs(theirs - clock.now().getTime()) / 1000;
      return Number.isNaN(skew) || skew <= skewSecondsMax
        ? fine(`${Number.isNaN(skew) ? 0 : skew.toFixed(0)} s apart`)
        : doubtful(
            `${skew.toFixed(0)} s apart: tokens seem expired or not yet valid.`,
            "Turn on time synchronisation (NTP).",
          );
    },
  },
];
