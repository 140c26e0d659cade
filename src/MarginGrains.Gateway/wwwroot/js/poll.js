import { useEffect, useState } from './html.js';
import { getJson } from './api.js';

const LONGEST_WAIT_MS = 5_000;

/**
 * Asks for `path` again and again while the page is visible. The last good answer stays while a newer one is on its way
 * or fails, so nothing flickers; `settled` says whether `data` belongs to the path asked for now.
 */
export function usePoll(path, { interval = 1_000, load = getJson } = {}) {
  const [state, setState] = useState({ path: null, data: null, error: null, failures: 0 });

  useEffect(() => {
    const controller = new AbortController();
    let timer = 0;
    let busy = false;
    let failures = 0;

    async function turn() {
      if (busy || document.hidden) return;
      busy = true;
      let wait = interval;
      try {
        const data = await load(path, controller.signal);
        failures = 0;
        if (!controller.signal.aborted) setState({ path, data, error: null, failures });
      } catch (error) {
        if (controller.signal.aborted) return;
        failures += 1;
        wait = waitAfter(error, failures, interval);
        setState(last => ({ ...last, error, failures }));
      } finally {
        busy = false;
      }
      if (!controller.signal.aborted) timer = setTimeout(turn, wait);
    }

    function resume() {
      clearTimeout(timer);
      turn();
    }

    turn();
    document.addEventListener('visibilitychange', resume);
    window.addEventListener('online', resume);
    return () => {
      controller.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', resume);
      window.removeEventListener('online', resume);
    };
  }, [path, interval, load]);

  return { ...state, settled: state.path === path, notable: isNotable(state) };
}

/** Silence is first the header's to tell; a part of the page speaks up when it alone goes on failing. */
function isNotable({ error, failures }) {
  return Boolean(error) && (!error.unreachable || failures > 1);
}

function waitAfter(error, failures, interval) {
  if (error.retryAfterSeconds) return error.retryAfterSeconds * 1_000;
  return Math.min(LONGEST_WAIT_MS, interval * 2 ** Math.min(failures, 4));
}
