/** The body that was to be written broke: its sender's doing, neither the lake's nor ours. `cause` is what they threw. */
export class SenderError extends Error {
  constructor(cause: unknown) {
    super("The sender of the body broke off.", { cause });
    this.name = "SenderError";
  }
}
