import { html, useEffect, useRef, useState } from '../html.js';
import { count, day } from '../format.js';
import { EVENT_GROUPS, eventGroup, eventType } from '../words.js';
import { EventRow } from './event-row.js';
import { Empty } from './notice.js';

const SHOWN = 200;

export function EventFeed({ events, route, asOf }) {
  const [held, setHeld] = useState(null);
  const [hidden, setHidden] = useState(() => new Set());
  const source = held ?? events;
  const rows = source.events.filter(event => !hidden.has(eventGroup(event.type)));
  const waiting = held ? events.arrived - held.arrived : 0;

  function toggle(group) {
    const next = new Set(hidden);
    if (!next.delete(group)) next.add(group);
    setHidden(next);
  }

  return html`
    <section class="panel feed" aria-labelledby="feed-title">
      <div class="panel-head">
        <h2 id="feed-title">Live events</h2>
        ${held && html`<span class="aside">${waiting ? `${count(waiting)} new` : 'Paused'}</span>`}
        <button type="button" class=${held ? 'primary' : ''} onClick=${() => setHeld(held ? null : events)}>
          ${held ? 'Resume' : 'Pause'}
        </button>
      </div>
      <div class="chips" role="group" aria-label="Types of events shown">
        ${EVENT_GROUPS.map(group => html`
          <button key=${group.id} type="button" class="chip" aria-pressed=${hidden.has(group.id) ? 'false' : 'true'}
            onClick=${() => toggle(group.id)}>${group.word}</button>`)}
      </div>
      <${Announcer} events=${events} />
      <div class="scroll" tabindex="0" role="group" aria-labelledby="feed-title">
        <ol class="events" aria-live="off">
          ${rows.slice(0, SHOWN).map(event => html`
            <${EventRow} key=${event.id} event=${event} route=${route} today=${day(asOf)} />`)}
        </ol>
        ${!rows.length && html`<${NoEvents} events=${source} />`}
        ${rows.length > SHOWN && html`
          <p class="feed-end">The newest ${SHOWN} are shown. Older events are in each account's journal.</p>`}
      </div>
    </section>`;
}

function NoEvents({ events }) {
  if (events.events.length) {
    return html`<${Empty} title="Nothing of these types">Choose more types above to see the events that came in.<//>`;
  }
  if (events.connection !== 'live') {
    return html`<p class="loading">Connecting to the event stream…</p>`;
  }
  return html`<${Empty} title="No events yet">
    Margin calls, liquidations and deficits appear here the moment they happen.
  <//>`;
}

const ANNOUNCE_EVERY_MS = 10_000;
const GRAVE = new Set(['call.opened', 'call.expired', 'liquidation.started', 'account.deficit']);

/** A screen reader hears how many grave events came, at most every ten seconds: the feed itself would never end. */
function Announcer({ events }) {
  const [text, setText] = useState('');
  const latest = useRef(events);
  latest.current = events;
  useEffect(() => {
    let seen = null;
    const timer = setInterval(() => {
      const known = latest.current.events;
      const border = known.findIndex(event => event.id === seen);
      const fresh = seen === null ? [] : known.slice(0, border < 0 ? known.length : border);
      seen = known[0]?.id ?? '';
      const totals = new Map();
      for (const { type } of fresh) if (GRAVE.has(type)) totals.set(type, (totals.get(type) ?? 0) + 1);
      setText([...totals].map(([type, total]) => `${eventType(type).word}: ${total}`).join(', '));
    }, ANNOUNCE_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return html`<p class="visually-hidden" role="status">${text}</p>`;
}
