// Loaded before every Node child (`--import`): its standard input is the supervisor's pipe, which the kernel closes when
// the supervisor goes, however it goes. Then the child is asked to stop, and after a while it is stopped.
const patienceMs = 8000;

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
