import { takenWords } from "#components/transfers/lake-wire.ts";
import { sendBytes } from "#components/transfers/send-bytes.ts";
import { TransferRefusedError, type UploadOrder } from "#components/transfers/transfer.ts";

/** Uploads by streaming through the portal, which passes the bytes on under the person's own token. */
export async function uploadThroughPortal(order: UploadOrder): Promise<void> {
  const { file, target, overwrite, signal, onSent } = order;
  const sent = await sendBytes({
    method: "PUT",
    url: overwrite ? `${target.apiUrl}?overwrite` : target.apiUrl,
    headers: { "content-type": file.type || "application/octet-stream" },
    body: file,
    signal,
    onSent,
  });
  if (sent.status !== 201) {
    const problem = readProblem(sent.text);
    const isTaken = problem.code === "taken";
    throw new TransferRefusedError(isTaken ? takenWords : problem.words, { isTaken });
  }
}

/** Code and words of a problem reply (RFC 9457); something general when it is none. */
export function readProblem(text: string): { code: string; words: string; correlationId?: string } {
  try {
    const { code, title, detail, correlationId } = JSON.parse(text);
    const words = [title, detail].filter((part) => typeof part === "string" && part !== "").join(". ");
    return { code: String(code), words: words || "The portal refused it.", correlationId };
  } catch {
    return { code: "unknown", words: "The portal did not answer as expected. Try again." };
  }
}
