/** The portal's page that lists one's own notebook servers in an organization. */
export function serversUrl(organization: string): string {
  return `/${organization}/notebooks`;
}

/** The page that offers to start a notebook server on a directory: what "Open in notebook" points to. */
export function newServerUrl(place: {
  organization: string;
  zone: string;
  names: readonly string[];
}): string {
  const query = new URLSearchParams({ zone: place.zone, path: place.names.join("/") });
  return `${serversUrl(place.organization)}/new?${query}`;
}

/** The names of a `path` parameter, percent-encoded as a data URL carries them. */
export function encodedNames(path: string): string[] {
  return path === "" ? [] : path.split("/").map(encodeURIComponent);
}

/** The page of one server: its progress while it starts, then the way into it. */
export function serverUrl(organization: string, serverId: string): string {
  return `${serversUrl(organization)}/${serverId}`;
}
