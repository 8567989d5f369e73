import type { LakePlace } from "#lib/lake/lake.ts";

/** Writes one whole file from outside, as a device gateway would; throws with the lake's own code. */
export type PipelineWriter = (
  place: LakePlace,
  file: { bytes: Uint8Array<ArrayBuffer>; contentType: string },
) => Promise<void>;

const version = "2023-11-03";

/**
 * A writer by the DFS protocol itself, two requests a file: create, then append and flush in one. A cut between them
 * leaves an empty file, which the next telling writes again.
 */
export function createPipelineWriter(lakeUrl: string, token: string): PipelineWriter {
  const call = async (method: string, url: string, init: RequestInit): Promise<void> => {
    const headers = { authorization: `Bearer ${token}`, "x-ms-version": version, ...init.headers };
    const response = await fetch(url, { ...init, method, headers });
    await response.arrayBuffer();
    if (!response.ok) {
      const code = response.headers.get("x-ms-error-code") ?? "";
      throw new Error(`The pipeline could not write ${url}: ${response.status} ${code}`);
    }
  };
  return async (place, { bytes, contentType }) => {
    const path = `${place.container}/${place.path}`.split("/").map(encodeURIComponent).join("/");
    const url = `${lakeUrl}/${path}`;
    await call("PUT", `${url}?resource=file`, { headers: { "x-ms-content-type": contentType } });
    await call("PATCH", `${url}?action=append&position=0&flush=true`, { body: bytes });
  };
}
