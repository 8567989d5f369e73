import { randomBytes } from "node:crypto";
import type { OutgoingHttpHeaders } from "node:http";
import type { Reply } from "#emulators/entra/exchange.ts";
import { styles } from "#emulators/entra/pages/styles.ts";

/** HTML that is already safe to send. */
export type Html = { html: string };

/** Builds HTML; every value that is not Html itself is escaped. */
export function markup(parts: TemplateStringsArray, ...values: (string | Html | Html[])[]): Html {
  const rendered = values.map((value) => {
    if (typeof value === "string") return escaped(value);
    return Array.isArray(value) ? value.map((item) => item.html).join("") : value.html;
  });
  return { html: String.raw({ raw: parts }, ...rendered) };
}

/** What a page shows: its title, its status, the content of `main`, and a script that it needs (form_post only). */
export type Page = {
  title: string;
  status?: number;
  main: Html;
  script?: string;
  headers?: OutgoingHttpHeaders;
};

/** A whole page with the notice that this is not Microsoft, and a policy that allows nothing but its own style. */
export function pageReply(page: Page): Reply {
  const nonce = randomBytes(16).toString("base64");
  const script = page.script ? `<script nonce="${nonce}">${page.script}</script>` : "";
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(page.title)} · local stand-in for Microsoft Entra</title>
<link rel="icon" href="data:,">
<style nonce="${nonce}">${styles}</style>
</head>
<body>
<header><p class="notice"><strong>Local stand-in for Microsoft Entra.</strong> No password, no real account: it runs on this machine only.</p></header>
<main>${page.main.html}</main>
${script}
</body>
</html>`;
  return {
    status: page.status ?? 200,
    headers: { ...headersWith(nonce, page.script), ...page.headers },
    body,
  };
}

// form-action stays open: Chromium applies it to every redirect after a form, and those lead back to the applications.
function headersWith(nonce: string, script: string | undefined): OutgoingHttpHeaders {
  const scripts = script ? `script-src 'nonce-${nonce}'; ` : "";
  const policy = `default-src 'none'; style-src 'nonce-${nonce}'; img-src data:; ${scripts}form-action http: https:; base-uri 'none'; frame-ancestors 'none'`;
  return {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "content-security-policy": policy,
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  };
}

function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}
