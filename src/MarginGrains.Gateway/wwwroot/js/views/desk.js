import { html, useEffect, useState } from '../html.js';
import { useEvents } from '../events.js';
import { usePoll } from '../poll.js';
import { useRoute } from '../router.js';
import { count, utc } from '../format.js';
import { AccountDetail } from './account-detail.js';
import { AccountList } from './account-list.js';
import { EventFeed } from './event-feed.js';
import { Header } from './header.js';
import { Notice } from './notice.js';
import { Summary } from './summary.js';

export function Desk({ eventStore }) {
  const route = useRoute();
  const summary = usePoll('/v1/risk/summary');
  const events = useEvents(eventStore);
  const [pane, setPane] = useState('accounts');
  const gone = Boolean(summary.error);
  const asOf = summary.data?.asOf;

  useEffect(() => {
    eventStore.heard(summary.data?.lastEventId);
  }, [summary.data]);
  useTitle(route.accountId, summary.data);

  return html`
    <div class=${`desk${gone ? ' desk-gone' : ''}${route.accountId ? ' desk-account' : ''}`}>
      <${Header} summary=${summary} connection=${events.connection} route=${route} />
      ${gone && html`
        <${Notice} error=${summary.error} failures=${summary.failures}>
          ${asOf ? `The figures below are as of ${utc(asOf, { seconds: true })}.` : ''}
        <//>`}
      <${Summary} summary=${summary.data} route=${route} />
      ${route.accountId
        ? html`
          <main class="columns columns-account">
            <aside class="rail" aria-label="Accounts">
              <${AccountList} route=${route} asOf=${asOf} summary=${summary.data} quiet=${gone} />
            </aside>
            <${AccountDetail} key=${route.accountId} route=${route} asOf=${asOf} quiet=${gone} />
          </main>`
        : html`
          <main class="columns columns-desk" data-pane=${pane}>
            <${Panes} pane=${pane} choose=${setPane} />
            <${AccountList} route=${route} asOf=${asOf} summary=${summary.data} quiet=${gone} />
            <${EventFeed} events=${events} route=${route} asOf=${asOf} />
          </main>`}
    </div>`;
}

/** On a phone the two columns are two panes. */
function Panes({ pane, choose }) {
  const button = (id, word) => html`
    <button type="button" aria-pressed=${pane === id ? 'true' : 'false'} onClick=${() => choose(id)}>${word}</button>`;
  return html`
    <div class="panes segmented" role="group" aria-label="Show">
      ${button('accounts', 'Accounts')}${button('events', 'Live events')}
    </div>`;
}

function useTitle(accountId, summary) {
  useEffect(() => {
    const danger = summary && [
      summary.stages.liquidating && `${count(summary.stages.liquidating)} liquidating`,
      summary.openCalls && `${count(summary.openCalls)} ${summary.openCalls === 1 ? 'call' : 'calls'}`,
    ].filter(Boolean).join(', ');
    document.title = [accountId, danger, 'MarginGrains risk desk'].filter(Boolean).join(' · ');
  }, [accountId, summary]);
}
