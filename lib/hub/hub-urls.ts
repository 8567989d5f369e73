import type { HubServerRef } from "#lib/hub/hub.ts";

const nameLengthMax = 60;

/**
 * The starter notebook's file name for a folder's screen name: letters, digits, space, `.`, `-` and `_` stay, at most
 * 60 characters. The spawner refuses anything that this function would not make.
 */
export function starterNotebookName(folderName: string): string {
  const plain = folderName
    .normalize("NFC")
    .replace(/[^\p{L}\p{N} ._-]+/gu, "-")
    .replace(/^[^\p{L}\p{N}]+/u, "")
    .slice(0, nameLengthMax)
    .replace(/[^\p{L}\p{N}]+$/u, "");
  return `${plain === "" ? "folder" : plain}.ipynb`;
}

/** Path of a server's JupyterLab with the starter notebook open, below the Hub's origin. */
export function labPath(ref: HubServerRef, notebook: string): string {
  return `/user/${ref.user}/${ref.server}/lab/tree/lakeport/${encodeURIComponent(notebook)}`;
}

/**
 * Where to send the browser for a launch: the Hub compares its own session with `ref.user` there, signs itself out when
 * another person is signed in, and goes on to the notebook.
 */
export function openServerUrl(input: { hubUrl: string; ref: HubServerRef; notebook: string }): string {
  const query = new URLSearchParams({
    user: input.ref.user,
    next: labPath(input.ref, input.notebook),
  });
  return `${input.hubUrl}/hub/lakeport/open?${query}`;
}

/** Where to send the browser to end the Hub's session; it comes back to the portal (HUB_SIGNED_OUT_URL). */
export function hubSignOutUrl(hubUrl: string): string {
  return `${hubUrl}/hub/logout`;
}

/** The one scope with which a notebook server may ask the identity endpoint for its owner's token. */
export function azureTokenScope(ref: HubServerRef): string {
  return `custom:azure-token:read!server=${ref.user}/${ref.server}`;
}

/** The server whose own token this is, judged by its scopes; null for every other kind of token. */
export function serverOfScopes(scopes: readonly string[]): HubServerRef | null {
  const prefix = "custom:azure-token:read";
  const held = scopes.filter((scope) => scope.startsWith(prefix));
  const match = /^!server=([a-z0-9-]+)\/([a-z0-9-]+)$/.exec(held[0]?.slice(prefix.length) ?? "");
  // More than one such scope is not what the spawner gives a server: no guess is made.
  if (held.length !== 1 || match?.[1] === undefined || match[2] === undefined) {
    return null;
  }
  return { user: match[1], server: match[2] };
}
