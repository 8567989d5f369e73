import { z } from "zod";

const tokenAnswer = z.object({ access_token: z.string(), expires_in: z.number() });
const spareMs = 120_000;

/** A function that answers the pipeline's own token for the lake, asked for anew two minutes before it ends. */
export function pipelineToken(pipeline: {
  authority: string;
  clientId: string;
  secret: string;
}): () => Promise<string> {
  let kept = { value: "", untilMs: 0 };
  return async () => {
    if (kept.untilMs - spareMs > Date.now()) return kept.value;
    const response = await fetch(`${pipeline.authority}/oauth2/v2.0/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: pipeline.clientId,
        client_secret: pipeline.secret,
        scope: "https://storage.azure.com/.default",
      }),
    });
    if (!response.ok) throw new Error(`Entra answered ${response.status} to the pipeline.`);
    const { access_token, expires_in } = tokenAnswer.parse(await response.json());
    kept = { value: access_token, untilMs: Date.now() + expires_in * 1000 };
    return kept.value;
  };
}
