import { useEffect, useState } from './html.js';
import { getJson } from './api.js';
import { EVENT_TYPES } from './words.js';

const KEPT = 500;
const HISTORY = '/v1/events:list?limit=100&order=newest';
const REDRAW_MS = 150;
const SHORTEST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 8_000;
const CATCH_UP_MS = 5_000;

/** Keeps the newest events: recent history first, then the live stream, which resumes where it broke off. */
export function createEventStore() {
  let state = { events: [], arrived: 0, connection: 'connecting' };
  let source = null;
  let lastId = null;
  let waits = 0;
  let redraw = 0;
  let silentAt = null;
  let caughtUpAt = 0;
  const listeners = new Set();

  function change(part) {
    state = { ...state, ...part };
    // A burst of events is drawn once.
    redraw ||= setTimeout(() => {
      redraw = 0;
      listeners.forEach(listener => listener(state));
    }, REDRAW_MS);
  }

  function add(found) {
    const known = new Set(state.events.map(event => event.id));
    const fresh = found.map(event => ({ ...event, id: String(event.id) })).filter(event => !known.has(event.id));
    if (!fresh.length) return;
    const events = [...fresh, ...state.events].sort(newestFirst).slice(0, KEPT);
    lastId = events[0].id;
    change({ events, arrived: state.arrived + fresh.length });
  }

  async function start() {
    try {
      const found = (await getJson(HISTORY)).data;
      // A server with another database counts from the start again; what was kept does not belong to it.
      if (lastId && newestFirst({ id: lastId }, { id: found[0]?.id ?? '0' }) < 0) {
        lastId = null;
        change({ events: [] });
      }
      add(found);
    } catch {
      return again(start);
    }
    listen();
  }

  function listen() {
    source = new EventSource(`/v1/events?afterId=${encodeURIComponent(lastId ?? '0')}`);
    source.onopen = () => {
      waits = 0;
      change({ connection: 'live' });
    };
    source.onerror = () => {
      change({ connection: 'reconnecting' });
      // The browser resumes a broken stream by itself, but gives up for good on an answer other than 200.
      if (source.readyState === EventSource.CLOSED) again(start);
    };
    source.onmessage = receive;
    Object.keys(EVENT_TYPES).forEach(type => source.addEventListener(type, receive));
  }

  function again(step) {
    change({ connection: 'reconnecting' });
    waits += 1;
    setTimeout(step, Math.min(LONGEST_WAIT_MS, SHORTEST_WAIT_MS * 2 ** (waits - 1)));
  }

  function receive(message) {
    try {
      const event = JSON.parse(message.data);
      add([{ ...event, id: event.id ?? message.lastEventId, type: event.type ?? message.type }]);
    } catch { /* one broken message must not end the stream */ }
  }

  /**
   * An EventSource delivers only the types it listens for by name. The summary says what the newest event is: if the
   * stream has not brought it by the next summary, it was of a type unknown here, and the list is asked for it.
   */
  async function heard(newestId) {
    if (!newestId || newestId === lastId || state.connection !== 'live') {
      silentAt = null;
      return;
    }
    const before = silentAt;
    silentAt = lastId ?? '';
    if (before !== silentAt || Date.now() - caughtUpAt < CATCH_UP_MS) return;
    caughtUpAt = Date.now();
    add((await getJson(HISTORY).catch(() => ({ data: [] }))).data);
  }

  function subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }

  return { start, heard, subscribe, now: () => state };
}

export function useEvents(store) {
  const [state, setState] = useState(store.now);
  useEffect(() => store.subscribe(setState), [store]);
  return state;
}

/** Ids are journal positions, too long for a double: the longer number is the later, then digit by digit. */
function newestFirst(left, right) {
  const [a, b] = [left.id, right.id];
  if (!/^\d+$/.test(a) || !/^\d+$/.test(b)) return 0;
  if (a.length !== b.length) return b.length - a.length;
  return a < b ? 1 : a > b ? -1 : 0;
}
