/** One request whose progress is seen; `fetch` cannot tell how much of a body has left. */
export type Sending = {
  method: "PUT" | "PATCH";
  url: string;
  headers: Record<string, string>;
  body: Blob;
  signal: AbortSignal;
  onSent: (bytes: number) => void;
};

export type Sent = { status: number; code: string | null; text: string };

/** Sends by XMLHttpRequest. Rejects with a TypeError when nothing came back (network, CORS), AbortError on cancel. */
export function sendBytes(sending: Sending): Promise<Sent> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    request.open(sending.method, sending.url);
    for (const [name, value] of Object.entries(sending.headers)) {
      request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => sending.onSent(event.loaded);
    request.onload = () =>
      resolve({
        status: request.status,
        code: request.getResponseHeader("x-ms-error-code"),
        text: request.responseText,
      });
    request.onerror = () => reject(new TypeError("The connection was lost."));
    request.onabort = () => reject(new DOMException("Cancelled", "AbortError"));
    request.onloadend = () => sending.signal.removeEventListener("abort", abort);
    sending.signal.addEventListener("abort", abort);
    if (sending.signal.aborted) {
      return reject(new DOMException("Cancelled", "AbortError"));
    }
    request.send(sending.body);
  });
}
