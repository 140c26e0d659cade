import { html, useMemo } from '../html.js';
import { accountPath, getJson } from '../api.js';
import { usePoll } from '../poll.js';
import { EventRow } from './event-row.js';
import { Notice } from './notice.js';

const PAGE = 200;
const KEPT = 200;
const PAGES_AT_ONCE = 20;
const INTERVAL_MS = 3_000;

/** The account's own events, newest first: the whole journal once, then what has come since. */
export function AccountEvents({ accountId, route }) {
  const load = useMemo(journalReader, [accountId]);
  const journal = usePoll(`${accountPath(accountId)}/journal`, { interval: INTERVAL_MS, load });
  const events = journal.data ?? [];
  return html`
    <section class="panel" aria-labelledby="journal-title">
      <div class="panel-head">
        <h3 id="journal-title">Journal</h3>
        <span class="aside">newest first</span>
      </div>
      ${journal.notable && !journal.error.unreachable && html`
        <${Notice} error=${journal.error} failures=${journal.failures} />`}
      ${journal.data && !events.length && html`<p class="loading">Nothing has happened in this account yet.</p>`}
      <ol class="events journal">
        ${events.map(event => html`
          <${EventRow} key=${event.accountSequence ?? event.id} event=${event} route=${route} withAccount=${false} />`)}
      </ol>
    </section>`;
}

/** The journal is read oldest first, so its end is found by following it; each turn starts where the last ended. */
function journalReader() {
  let newest = [];
  let after = 0;
  return async (path, signal) => {
    for (let page = 0; page < PAGES_AT_ONCE; page += 1) {
      const answer = await getJson(`${path}?afterSequence=${after}&limit=${PAGE}`, signal);
      if (answer.data.length) {
        after = answer.data.at(-1).accountSequence;
        newest = [...answer.data.toReversed(), ...newest].slice(0, KEPT);
      }
      if (!answer.hasMore || !answer.data.length) break;
    }
    return newest;
  };
}
