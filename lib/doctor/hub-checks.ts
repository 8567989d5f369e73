import { broken, type Check, doubtful, fine } from "#lib/doctor/check.ts";
import { notebooksReadiness } from "#lib/notebooks/readiness.ts";

/** The Hub: installed, reachable with the portal's rights, and on a host of its own. */
export const hubChecks: readonly Check[] = [
  {
    id: "hub.ready",
    title: "Notebooks are installed",
    run: async (services) => {
      const readiness = await notebooksReadiness(services);
      if (readiness.state === "ready") {
        return readiness.isSingleUser
          ? doubtful(
              "Single-user demo: servers share one system user.",
              "Start Lakeport as root to give each person a uid.",
            )
          : fine("each person's servers have their own uid");
      }
      return readiness.state === "preparing"
        ? doubtful(`Still being prepared: ${readiness.step}`, "Wait; Home says when they are ready.")
        : broken(readiness.why, readiness.mend);
    },
  },
  {
    id: "hub.reachable",
    title: "Hub answers the portal",
    run: async ({ env, hub }) => {
      if (env.HUB_API_URL === undefined) {
        return doubtful(
          "No Hub is configured.",
          "Set HUB_URL, HUB_API_URL, HUB_API_TOKEN and the Hub's OAuth client.",
        );
      }
      return fine(`in ${(await hub.ping()).toFixed(0)} ms`);
    },
  },
  {
    id: "hub.host",
    title: "Hub has a host of its own",
    run: async ({ env }) => {
      const shared =
        env.HUB_URL !== undefined && new URL(env.HUB_URL).hostname === new URL(env.PORTAL_ORIGIN).hostname;
      return shared
        ? broken(
            "Portal and Hub share a host name, so a notebook receives the portal's cookie.",
            "Give the Hub another registrable domain (cookies ignore ports).",
          )
        : fine(env.HUB_URL ?? "no Hub");
    },
  },
];
