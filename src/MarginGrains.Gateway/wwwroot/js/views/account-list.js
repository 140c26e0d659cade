import { html, useEffect, useLayoutEffect, useRef, useState } from '../html.js';
import { usePoll } from '../poll.js';
import { SORTS, href } from '../router.js';
import { count } from '../format.js';
import { STAGES, stageWord } from '../words.js';
import { AccountRow } from './account-row.js';
import { Empty, Notice } from './notice.js';

const PAGE = 100;
const SORT_WORDS = { danger: 'Danger', excessLiquidity: 'Excess liquidity' };
const COLUMNS = [
  ['rank', '#', 'Rank'],
  ['id', 'Account', 'Account id and regime'],
  ['stage', 'Stage', 'Where the account stands against its regime\'s lines'],
  ['number', 'Excess liquidity', 'Equity − maintenance margin; below zero it is a shortfall'],
  ['number', 'Amount due', 'What the open margin call demands, and when it is due'],
  ['number', 'Margin level', 'Equity ÷ used margin'],
  ['number', 'Equity', 'Balances + what is paid in full + unrealised P&L − accrued costs'],
  ['number', 'Used margin', 'What the regime reserves'],
  ['number', 'Maintenance margin', 'Equity needed to keep what is open'],
];

export function AccountList({ route, asOf, summary, quiet }) {
  const order = `${route.sort} ${route.stage ?? ''}`;
  const [pages, setPages] = useState({ order, cursors: [] });
  // Cursors belong to the order they were given for: another stage or sort starts at its first page.
  const cursors = pages.order === order ? pages.cursors : [];
  const setCursors = next => setPages({ order, cursors: next });

  const list = usePoll(pathOf(route, cursors.at(-1)));
  const rows = list.data?.data ?? [];
  const first = cursors.length * PAGE + 1;
  const body = useRef(null);
  useKeptFocus(body, rows);
  useReturnedFocus(body, route.accountId, Boolean(list.data));

  return html`
    <section class="panel accounts" aria-labelledby="accounts-title">
      <div class="panel-head">
        <h2 id="accounts-title">${route.stage ? `${stageWord(route.stage)} accounts` : 'Accounts'}</h2>
        <${Sorts} route=${route} />
      </div>
      ${list.notable && !quiet && html`<${Notice} error=${list.error} failures=${list.failures} />`}
      <div class=${list.settled || !list.data ? 'scroll' : 'scroll pending'} aria-busy=${!list.settled}>
        <table role="table" class="account-table">
          <caption class="visually-hidden">
            Accounts ranked by ${SORT_WORDS[route.sort].toLowerCase()},
            ${route.stage ? stageWord(route.stage) : 'all stages'}
          </caption>
          <thead role="rowgroup">
            <tr role="row">
              ${COLUMNS.map(([kind, word, title]) => html`
                <th role="columnheader" scope="col" class=${`col-${kind}`} title=${title}
                  aria-sort=${word === SORT_WORDS[route.sort] ? 'ascending' : undefined}>${word}</th>`)}
            </tr>
          </thead>
          <tbody role="rowgroup" ref=${body}>
            ${rows.map((account, index) => html`
              <${AccountRow} key=${account.accountId} account=${account} rank=${first + index}
                asOf=${asOf} route=${route} />`)}
          </tbody>
        </table>
        ${list.data && !rows.length && html`<${NoRows} stage=${route.stage} summary=${summary} />`}
        ${!list.data && !list.error && html`<p class="loading" role="status">Asking for the accounts…</p>`}
      </div>
      <${Pager} list=${list.data} first=${first} shown=${rows.length} total=${totalOf(route.stage, summary)}
        back=${cursors.length ? () => setCursors(cursors.slice(0, -1)) : null}
        on=${() => setCursors([...cursors, list.data.nextCursor])} />
    </section>`;
}

function pathOf({ stage, sort }, cursor) {
  const query = new URLSearchParams({ sort, limit: PAGE });
  if (stage) query.set('stage', stage);
  if (cursor) query.set('cursor', cursor);
  return `/v1/accounts?${query}`;
}

const totalOf = (stage, summary) => (stage ? summary?.stages[stage] : summary?.accounts);

function Sorts({ route }) {
  return html`
    <nav class="segmented" aria-label="Sort by">
      <span class="label" aria-hidden="true">Sort by</span>
      ${SORTS.map(sort => html`
        <a key=${sort} href=${href({ ...route, sort })} aria-current=${route.sort === sort ? 'true' : undefined}>
          ${SORT_WORDS[sort]}
        </a>`)}
    </nav>`;
}

function Pager({ list, first, shown, total, back, on }) {
  if (!list || (!back && !list.hasMore)) return null;
  const range = shown ? `${count(first)}–${count(first + shown - 1)}` : 'none';
  return html`
    <nav class="pager" aria-label="Pages of accounts">
      <button type="button" disabled=${!back} onClick=${back}>Previous</button>
      <span>${range}${total ? ` of ${count(total)}` : ''}</span>
      <button type="button" disabled=${!list.hasMore} onClick=${on}>Next</button>
    </nav>`;
}

function NoRows({ stage, summary }) {
  if (!stage) {
    return html`<${Empty} title="No accounts yet">
      Accounts appear here as soon as they are opened through the API; the most endangered comes first.
    <//>`;
  }
  const meaning = STAGES.find(known => known.id === stage)?.meaning ?? '';
  return html`<${Empty} title=${`No account at stage ${stageWord(stage)}`}>
    ${meaning} ${summary?.accounts ? `None of ${count(summary.accounts)} accounts is there now.` : ''}
  <//>`;
}

/** Moving a focused row blurs it: the rank may change under the keyboard, the focus may not. */
function useKeptFocus(body, rows) {
  const focused = useRef(null);
  const active = document.activeElement;
  if (body.current?.contains(active)) focused.current = active;
  else if (active !== document.body) focused.current = null;
  useLayoutEffect(() => {
    if (focused.current?.isConnected && document.activeElement === document.body) {
      focused.current.focus({ preventScroll: true });
    }
  }, [rows]);
}

/** Back from an account, the keyboard stands on the row it left. */
function useReturnedFocus(body, accountId, loaded) {
  useEffect(() => {
    if (accountId) {
      lastOpened = accountId;
    } else if (loaded && lastOpened) {
      body.current?.querySelector(`[data-account="${CSS.escape(lastOpened)}"] a`)?.focus();
      lastOpened = null;
    }
  }, [accountId, loaded]);
}

let lastOpened = null;
