import { request } from "undici";

/** What a request may carry; header names in lower case. */
export type Sending = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  headers?: Record<string, string>;
  body?: string;
};

type Cookie = { name: string; value: string; host: string; path: string };

/** A browser's cookie store and redirect following for tests without a browser: host and path rules, no expiry dates. */
export class CookieJar {
  readonly #cookies: Cookie[] = [];

  /** A jar with a real browser's cookies. */
  static of(cookies: readonly { name: string; value: string; domain: string; path: string }[]): CookieJar {
    const jar = new CookieJar();
    for (const { name, value, domain, path } of cookies) {
      jar.#cookies.push({ name, value: value.replace(/^"|"$/g, ""), host: domain, path });
    }
    return jar;
  }

  /** The `cookie` header for a URL; longer paths first, as browsers do. Ports are ignored, as browsers do. */
  header(url: string): string {
    return this.#for(url)
      .map(({ name, value }) => `${name}=${value}`)
      .join("; ");
  }

  /** The value of the most specific cookie of that name that would be sent to `url`. */
  value(url: string, name: string): string | undefined {
    return this.#for(url).find((cookie) => cookie.name === name)?.value;
  }

  /**
   * One request with this jar's cookies; takes what the answer sets; follows no redirect. Not fetch: that would set
   * `sec-fetch-mode: cors` over what the caller says.
   */
  async fetch(url: string, init: Sending = {}): Promise<Response> {
    const headers: Record<string, string> = { ...init.headers };
    const cookies = this.header(url);
    if (cookies !== "") {
      headers.cookie = cookies;
    }
    const answer = await request(url, { method: init.method ?? "GET", headers, body: init.body });
    const received = new Headers();
    for (const [name, value] of Object.entries(answer.headers)) {
      for (const item of [value ?? []].flat()) {
        received.append(name, item);
      }
    }
    for (const line of received.getSetCookie()) {
      this.#take(new URL(url), line);
    }
    const body = await answer.body.text();
    const isEmpty = answer.statusCode === 204 || answer.statusCode === 304;
    return new Response(isEmpty ? null : body, { status: answer.statusCode, headers: received });
  }

  /** GETs a page as a browser navigates to it: at most 20 redirects; returns the last answer and every URL on the way. */
  async visit(start: string): Promise<{ response: Response; visited: string[] }> {
    const visited: string[] = [];
    let url = start;
    for (let hop = 0; hop < 20; hop += 1) {
      visited.push(url);
      const response = await this.fetch(url, {
        headers: { accept: "text/html", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" },
      });
      const location = response.headers.get("location");
      if (response.status < 300 || response.status > 399 || location === null) {
        return { response, visited };
      }
      url = new URL(location, url).href;
    }
    throw new Error(`Too many redirects: ${visited.join(" -> ")}`);
  }

  #for(url: string): Cookie[] {
    const { hostname, pathname } = new URL(url);
    return this.#cookies
      .filter(({ host, path }) => host === hostname && isWithin(pathname, path))
      .sort((a, b) => b.path.length - a.path.length);
  }

  #take(url: URL, line: string): void {
    const [pair = "", ...attributes] = line.split(";");
    const at = pair.indexOf("=");
    const name = pair.slice(0, at).trim();
    const attribute = (key: string) =>
      attributes
        .map((item) => item.trim())
        .find((item) => item.toLowerCase().startsWith(`${key}=`))
        ?.slice(key.length + 1);
    const path = attribute("path") ?? "/";
    const cookie = {
      name,
      value: pair
        .slice(at + 1)
        .trim()
        .replace(/^"|"$/g, ""),
      host: url.hostname,
      path,
    };
    const old = this.#cookies.findIndex(
      (known) => known.name === name && known.host === cookie.host && known.path === path,
    );
    if (old >= 0) {
      this.#cookies.splice(old, 1);
    }
    const ends = attribute("expires");
    if (attribute("max-age") !== "0" && !(ends !== undefined && Date.parse(ends) < Date.now())) {
      this.#cookies.push(cookie);
    }
  }
}

function isWithin(pathname: string, path: string): boolean {
  return pathname === path || pathname.startsWith(path.endsWith("/") ? path : `${path}/`);
}
