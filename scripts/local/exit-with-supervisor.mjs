// Loaded before every Node child (`--import`): its standard input is the supervisor's pipe, which the kernel closes when
// the supervisor goes, however it goes. Then the child is asked to stop, and after a while it is stopped.
import { flushCompileCache } from "node:module";

const patienceMs = 8000;
/** What was compiled by then is kept for the next start, also when this process is killed. */
const compiledAfterMs = 20_000;
setTimeout(flushCompileCache, compiledAfterMs).unref();

if (process.env.LAKEPORT_SUPERVISED === "1") {
  process.stdin.on("error", stop).on("end", stop).on("close", stop).resume();
  process.stdin.unref?.();
}

let isStopping = false;
function stop() {
  if (isStopping) {
    return;
  }
  isStopping = true;
  process.kill(process.pid, "SIGTERM");
  setTimeout(() => process.exit(1), patienceMs).unref();
}
