/** Where one append goes: the lake's origin with account, the pipeline's token, `container/path`. */
export type AppendTo = { lakeUrl: string; token: string; path: string };

const version = "2023-11-03";

/**
 * Appends text to a file by the DFS protocol (create when missing, append and flush in one), and answers what went wrong in
 * words, or null. The file's length says where to append; whoever loses a race appends in the next round.
 */
export async function appendReadings(to: AppendTo, text: string): Promise<string | null> {
  const position = await lengthOf(to);
  if (typeof position === "string") return position;
  const bytes = new TextEncoder().encode(text);
  const query = `action=append&position=${position}&flush=true`;
  const appended = await call(to, "PATCH", { query, body: bytes });
  return appended.ok ? null : `append answered ${appended.status}`;
}

/** Bytes in the file, made empty when there is none; words when the lake refuses. */
async function lengthOf(to: AppendTo): Promise<number | string> {
  const found = await call(to, "HEAD", {});
  if (found.status === 200) return Number(found.headers.get("content-length") ?? 0);
  if (found.status !== 404) return `status answered ${found.status}`;
  const made = await call(to, "PUT", {
    query: "resource=file",
    headers: { "if-none-match": "*", "x-ms-content-type": "application/x-ndjson" },
  });
  return made.status === 201 ? 0 : `create answered ${made.status}`;
}

type Call = { query?: string; headers?: Record<string, string>; body?: Uint8Array<ArrayBuffer> };

async function call(to: AppendTo, method: string, { query, headers, body }: Call): Promise<Response> {
  const path = to.path.split("/").map(encodeURIComponent).join("/");
  const response = await fetch(`${to.lakeUrl}/${path}${query ? `?${query}` : ""}`, {
    method,
    headers: { authorization: `Bearer ${to.token}`, "x-ms-version": version, ...headers },
    body,
  });
  await response.arrayBuffer();
  return response;
}
