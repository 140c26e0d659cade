import { html } from '../html.js';
import { millisecondsBetween, percent, span, utc } from '../format.js';
import { href } from '../router.js';
import { Money, None } from './money.js';
import { StageBadge } from './stage-badge.js';

const UNPRICED = 'Unpriced: a mark is missing or stale, so there is no figure';

export function AccountRow({ account, rank, asOf, route }) {
  const { accountId, currency } = account;
  const selected = route.accountId === accountId;
  const why = account.pricing === 'unpriced' ? UNPRICED : undefined;
  const sum = (label, value, kind, extra) => html`
    <td role="cell" class=${`col-number ${kind}`} data-label=${label}>
      <${Money} value=${value} currency=${currency} cut why=${why} />${extra}
    </td>`;
  return html`
    <tr role="row" data-account=${accountId} class=${selected ? 'selected' : ''}>
      <td role="cell" class="col-rank">${rank}</td>
      <th role="rowheader" scope="row" class="col-id">
        <a href=${href({ ...route, accountId })} title=${accountId} aria-current=${selected ? 'page' : undefined}>
          ${accountId}
        </a>
        <span class="regime" title="Regime">${account.regimeId}</span>
      </th>
      <td role="cell" class="col-stage">
        <${StageBadge} stage=${account.stage} />
        ${account.pricing === 'unpriced' && html`<span class="tag" title=${UNPRICED}>Unpriced</span>`}
      </td>
      ${sum('Excess liquidity', account.excessLiquidity, '', html`<${Use} account=${account} />`)}
      <td role="cell" class=${`col-number${account.amountDue ? '' : ' col-due-none'}`} data-label="Amount due">
        ${account.amountDue
          ? html`<${Money} value=${account.amountDue} currency=${currency} cut />`
          : html`<${None} why="No open margin call" />`}
        ${account.dueAt && html`<${Due} dueAt=${account.dueAt} asOf=${asOf} />`}
      </td>
      <td role="cell" class="col-number" data-label="Margin level">
        ${account.marginLevelPercent
          ? percent(account.marginLevelPercent)
          : html`<${None} why=${why ?? 'No used margin'} />`}
      </td>
      ${sum('Equity', account.equity, 'col-wide')}
      ${sum('Used margin', account.usedMargin, 'col-wide')}
      ${sum('Maintenance margin', account.maintenanceMargin, 'col-wide')}
    </tr>`;
}

function Due({ dueAt, asOf }) {
  const left = asOf ? millisecondsBetween(asOf, dueAt) : null;
  const words = left === null ? utc(dueAt) : left > 0 ? `in ${span(left)}` : `${span(left)} late`;
  const kind = left !== null && left <= 0 ? 'due overdue' : 'due';
  return html`<time class=${kind} datetime=${dueAt} title=${`Due ${utc(dueAt)}`}>${words}</time>`;
}

/** How much of the equity maintenance margin takes: full means that nothing is left above it. */
function Use({ account }) {
  const equity = Number(account.equity);
  const needed = Number(account.maintenanceMargin);
  if (account.equity === null || !needed) return null;
  const share = equity > 0 ? Math.min(1, needed / equity) : 1;
  const width = `${Math.round(share * 100)}%`;
  return html`
    <span class=${share >= 1 ? 'use use-full' : 'use'} aria-hidden="true"
      title=${`Maintenance margin takes ${width} of equity`}>
      <span style=${{ width }}></span>
    </span>`;
}
