/** One admin request: the id is the last part of the path where the route has one. */
export type AdminRequest = {
  id: string;
  query: URLSearchParams;
  origin: string;
  body: unknown;
  etag: string | undefined;
};
