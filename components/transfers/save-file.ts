/** Chromium's way to write to a file that the person chose (File System Access, WICG draft of 2025-03). */
type PickingWindow = Window & {
  showSaveFilePicker?: (options: { suggestedName: string }) => Promise<FileSystemFileHandle>;
};

/** Asks where to save. Null: this browser cannot, or not now; "closed": the person changed their mind. */
export async function pickFile(suggestedName: string): Promise<FileSystemFileHandle | "closed" | null> {
  const { showSaveFilePicker } = window as PickingWindow;
  if (showSaveFilePicker === undefined) {
    return null;
  }
  try {
    return await showSaveFilePicker.call(window, { suggestedName });
  } catch (error) {
    // SecurityError: the press is too long ago. TypeError: a name that this system does not take.
    return error instanceof DOMException && error.name === "AbortError" ? "closed" : null;
  }
}

/** Writes into a picked file; what stood there is replaced only when the stream has ended well. */
export async function fileSink(file: FileSystemFileHandle) {
  return { stream: (await file.createWritable()) as WritableStream<Uint8Array>, end: () => undefined };
}

/** Collects in memory and hands it to the browser as a download. */
export async function blobSink(name: string) {
  const parts: BlobPart[] = [];
  const stream = new WritableStream<Uint8Array<ArrayBuffer>>({
    write: (chunk) => {
      parts.push(chunk);
    },
  });
  return { stream: stream as WritableStream<Uint8Array>, end: () => saveBlob(new Blob(parts), name) };
}

/** Typed as bytes, so that nothing in it is ever shown as a page of ours. */
export function saveBlob(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob.slice(0, blob.size, "application/octet-stream"));
  press(url, name);
  // The browser reads the address when the download begins, which is after this task.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

/** An ordinary download from the portal. */
export function saveFromPortal(apiUrl: string, name: string): void {
  press(apiUrl, name);
}

function press(href: string, name: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}
