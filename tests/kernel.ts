import { randomUUID } from "node:crypto";
import { WebSocket } from "undici";
import { z } from "zod";
import type { CookieJar, Sending } from "#tests/cookies.ts";

/** How the client proves itself to a notebook server: a browser's cookies, or a token that may access the server. */
export type KernelAccess = { jar: CookieJar } | { token: string };

/** What one cell gave: printed text, the rich outputs, and the error if it ended with one. */
export type CellOutput = {
  stdout: string;
  stderr: string;
  /** MIME bundles of displayed and returned values, in order. */
  displayed: Record<string, unknown>[];
  error: { name: string; value: string; traceback: string } | null;
};

const messageSchema = z.object({
  channel: z.string(),
  msg_type: z.string().optional(),
  header: z.object({ msg_type: z.string() }),
  parent_header: z.object({ msg_id: z.string().optional() }),
  content: z.record(z.string(), z.unknown()),
});
type Message = z.infer<typeof messageSchema>;

/** A running kernel of a notebook server, for tests and benches: `run` executes code, `close` ends the kernel. */
export class Kernel {
  readonly #server: string;
  readonly #access: KernelAccess;
  readonly #id: string;
  readonly #socket: WebSocket;
  readonly #session = randomUUID();
  readonly #waiting = new Map<string, (message: Message) => void>();

  private constructor(server: string, access: KernelAccess, made: { id: string; socket: WebSocket }) {
    this.#server = server;
    this.#access = access;
    this.#id = made.id;
    this.#socket = made.socket;
    made.socket.addEventListener("message", (event) => this.#receive(String(event.data)));
  }

  /** Starts a Python kernel on `serverUrl` (`http://…/user/<name>/<server>`) and connects to its websocket. */
  static async start(serverUrl: string, access: KernelAccess, folder = ""): Promise<Kernel> {
    const response = await send(access, `${serverUrl}/api/kernels`, {
      method: "POST",
      body: JSON.stringify({ name: "python3", path: folder }),
    });
    if (response.status !== 201) {
      throw new Error(`The kernel did not start: ${response.status} ${await response.text()}`);
    }
    const { id } = z.object({ id: z.string() }).parse(await response.json());
    const socket = await connect(access, `${serverUrl}/api/kernels/${id}/channels`);
    return new Kernel(serverUrl, access, { id, socket });
  }

  /** Connects to a kernel that runs already, for instance after its Hub was started again. */
  static async attach(kernel: Kernel, access: KernelAccess): Promise<Kernel> {
    const socket = await connect(access, `${kernel.#server}/api/kernels/${kernel.#id}/channels`);
    return new Kernel(kernel.#server, access, { id: kernel.#id, socket });
  }

  /** Executes a cell and resolves with all its output when it has finished; rejects after `timeoutMs`. */
  async run(code: string, timeoutMs = 60_000): Promise<CellOutput> {
    const id = randomUUID();
    const output: CellOutput = { stdout: "", stderr: "", displayed: [], error: null };
    const finished = Promise.withResolvers<void>();
    const done = { reply: false, idle: false };
    this.#waiting.set(id, (message) => {
      collect(output, message);
      done.reply ||= message.header.msg_type === "execute_reply";
      done.idle ||= message.content.execution_state === "idle";
      if (done.reply && done.idle) {
        finished.resolve();
      }
    });
    const timer = setTimeout(
      () => finished.reject(new Error(`The cell took over ${timeoutMs} ms.`)),
      timeoutMs,
    );
    this.#socket.send(JSON.stringify(this.#request(id, code)));
    try {
      await finished.promise;
      return output;
    } finally {
      clearTimeout(timer);
      this.#waiting.delete(id);
    }
  }

  /** Ends the kernel and the connection. */
  async close(): Promise<void> {
    this.#socket.close();
    const response = await send(this.#access, `${this.#server}/api/kernels/${this.#id}`, {
      method: "DELETE",
    });
    await response.body?.cancel();
  }

  #request(id: string, code: string) {
    return {
      channel: "shell",
      header: {
        msg_id: id,
        msg_type: "execute_request",
        username: "",
        session: this.#session,
        date: "",
        version: "5.3",
      },
      parent_header: {},
      metadata: {},
      content: {
        code,
        silent: false,
        store_history: true,
        user_expressions: {},
        allow_stdin: false,
        stop_on_error: true,
      },
      buffers: [],
    };
  }

  #receive(text: string): void {
    const message = messageSchema.parse(JSON.parse(text));
    this.#waiting.get(message.parent_header.msg_id ?? "")?.(message);
  }
}

function collect(output: CellOutput, { header, content }: Message): void {
  if (header.msg_type === "stream") {
    output[content.name === "stderr" ? "stderr" : "stdout"] += String(content.text);
  } else if (header.msg_type === "display_data" || header.msg_type === "execute_result") {
    output.displayed.push(z.record(z.string(), z.unknown()).parse(content.data));
  } else if (header.msg_type === "error") {
    const traceback = z.array(z.string()).parse(content.traceback).join("\n");
    output.error = { name: String(content.ename), value: String(content.evalue), traceback };
  }
}

/** One request to a notebook server's own API; with cookies it carries the XSRF token that the server demands. */
export async function send(access: KernelAccess, url: string, init: Sending = {}): Promise<Response> {
  const headers = { ...init.headers, "content-type": "application/json" };
  if ("token" in access) {
    const authorization = `token ${access.token}`;
    return await fetch(url, { ...init, headers: { ...headers, authorization }, redirect: "manual" });
  }
  const token = access.jar.value(url, "_xsrf") ?? "";
  return await access.jar.fetch(url, { ...init, headers: { ...headers, "x-xsrftoken": token } });
}

async function connect(access: KernelAccess, url: string): Promise<WebSocket> {
  const address = new URL(url.replace(/^http/, "ws"));
  const headers: Record<string, string> =
    "token" in access ? { authorization: `token ${access.token}` } : { cookie: access.jar.header(url) };
  if ("jar" in access) {
    address.searchParams.set("_xsrf", access.jar.value(url, "_xsrf") ?? "");
  }
  const socket = new WebSocket(address, { headers });
  await new Promise<void>((resolve, reject) => {
    socket.addEventListener("open", () => resolve(), { once: true });
    socket.addEventListener(
      "error",
      (event) => reject(new Error("No websocket to the kernel", { cause: event })),
      {
        once: true,
      },
    );
  });
  return socket;
}

const notebookSchema = z.object({
  cells: z.array(z.object({ cell_type: z.string(), source: z.union([z.string(), z.array(z.string())]) })),
});

/** The code cells of a notebook that lies on a server, top to bottom; `path` is relative to the home. */
export async function codeCellsOf(serverUrl: string, access: KernelAccess, path: string): Promise<string[]> {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  const response = await send(access, `${serverUrl}/api/contents/${encoded}?content=1&type=notebook`);
  if (response.status !== 200) {
    throw new Error(`${path} cannot be read: ${response.status}`);
  }
  const { content } = z.object({ content: notebookSchema }).parse(await response.json());
  return content.cells
    .filter((cell) => cell.cell_type === "code")
    .map(({ source }) => (typeof source === "string" ? source : source.join("")));
}
