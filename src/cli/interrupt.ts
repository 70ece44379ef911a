/**
 * Ctrl-C and SIGTERM ask the work to stop and keep what is finished; a second Ctrl-C gives up at once.
 * The adapters end their child processes when the signal is aborted or the process exits.
 */
export function abortOnInterrupt(): AbortSignal {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}
