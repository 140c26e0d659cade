import { html, useEffect, useRef } from '../html.js';
import { accountPath } from '../api.js';
import { usePoll } from '../poll.js';
import { href } from '../router.js';
import { capitalize, humanize, utc } from '../format.js';
import { AccountEvents } from './account-events.js';
import { Balances, Collateral, HeldWithdrawals } from './balances.js';
import { CallPanels, LiquidationPanels } from './call-panel.js';
import { DebtPanel } from './debt-panel.js';
import { Explanation } from './explanation.js';
import { Figures } from './figures.js';
import { LookAhead } from './look-ahead.js';
import { Notice } from './notice.js';
import { Orders } from './orders.js';
import { Stops } from './stops.js';
import { Isolated, Positions } from './positions.js';
import { StageBadge } from './stage-badge.js';
import { StageLines } from './stage-lines.js';
import { TopUp } from './top-up.js';
import { WhatIf } from './what-if.js';

export function AccountDetail({ route, asOf, quiet }) {
  const path = accountPath(route.accountId);
  const margin = usePoll(`${path}/margin`);
  const explanation = usePoll(`${path}/margin/explain`);
  const snapshot = margin.data;
  const title = useRef(null);
  useEffect(() => title.current?.focus({ preventScroll: true }), []);

  return html`
    <article class="account" aria-labelledby="account-title">
      <div class="account-head">
        <a class="back" href=${href({ stage: route.stage, sort: route.sort })}>← All accounts</a>
        <div class="account-name">
          <h2 id="account-title" tabindex="-1" ref=${title}>${route.accountId}</h2>
          ${snapshot && html`<${StageBadge} stage=${snapshot.stage} large />`}
        </div>
        ${snapshot && html`<${Identity} snapshot=${snapshot} />`}
      </div>
      ${margin.notable && !(quiet && margin.error.unreachable) && html`
        <${AccountNotice} poll=${margin} accountId=${route.accountId} />`}
      ${!snapshot && !margin.error && html`<p class="loading" role="status">Asking for the account…</p>`}
      ${snapshot && html`
        <${Unpriced} snapshot=${snapshot} />
        <${Restricted} snapshot=${snapshot} />
        <${CallPanels} snapshot=${snapshot} asOf=${latest(asOf, snapshot.asOf)} />
        <${LiquidationPanels} snapshot=${snapshot} />
        <${DebtPanel} snapshot=${snapshot} />
        <div class="account-grid">
          <${Figures} snapshot=${snapshot} />
          <${StageLines} explanation=${explanation.data} />
        </div>
        <${LookAhead} snapshot=${snapshot} />
        <${WhatIf} snapshot=${snapshot} path=${path} />
        <${Positions} snapshot=${snapshot} />
        <${Isolated} snapshot=${snapshot} />
        <div class="account-grid account-grid-wide">
          <${Explanation} poll=${explanation} quiet=${quiet} />
          <div class="stack">
            <${Balances} snapshot=${snapshot} />
            <${HeldWithdrawals} snapshot=${snapshot} />
            <${TopUp} snapshot=${snapshot} />
            <${Collateral} snapshot=${snapshot} />
            <${Orders} snapshot=${snapshot} />
            <${Stops} snapshot=${snapshot} />
            <${AccountEvents} accountId=${route.accountId} route=${route} />
          </div>
        </div>`}
    </article>`;
}

// The summary and the snapshot are asked for separately; market time never goes back.
const latest = (left, right) => (!left || right > left ? right : left);

function Identity({ snapshot }) {
  return html`
    <dl class="identity">
      <div>
        <dt>Regime</dt>
        <dd>${snapshot.regimeId} <span class="aside">version ${snapshot.regimeVersion}</span></dd>
      </div>
      ${snapshot.clientClass && html`
        <div><dt>Client class</dt><dd>${capitalize(humanize(snapshot.clientClass))}</dd></div>`}
      <div><dt>Currency</dt><dd>${snapshot.currency}</dd></div>
      <div><dt>Pricing</dt><dd>${snapshot.pricing === 'unpriced' ? 'Unpriced' : 'Live'}</dd></div>
      <div><dt>As of</dt><dd><time datetime=${snapshot.asOf}>${utc(snapshot.asOf, { seconds: true })}</time></dd></div>
      <div><dt>Version</dt><dd>${snapshot.version}</dd></div>
    </dl>`;
}

function AccountNotice({ poll, accountId }) {
  const unknown = poll.error.status === 404;
  return html`
    <${Notice} error=${poll.error} failures=${poll.failures}>
      ${unknown ? `There is no account ${accountId}, or it belongs to a group that you may not see.` : ''}
    <//>`;
}

function Restricted({ snapshot }) {
  if (!snapshot.restricted) return null;
  return html`
    <div class="notice notice-warning" role="status">
      <strong>Restricted.</strong>${' '}
      Only orders that reduce are allowed${snapshot.restrictedUntil
        ? ` until ${utc(snapshot.restrictedUntil)}.`
        : ', until a person lifts it.'}
    </div>`;
}

function Unpriced({ snapshot }) {
  const stale = snapshot.stalePrices ?? [];
  if (snapshot.pricing !== 'unpriced' && !stale.length) return null;
  return html`
    <div class="notice notice-warning" role="status">
      <strong>${snapshot.pricing === 'unpriced' ? 'Unpriced.' : 'Stale prices.'}</strong>${' '}
      ${stale.length ? `There is no fresh price of ${stale.join(', ')}. ` : 'A mark is missing. '}
      The account is not judged or liquidated on it; deposits and reducing orders still go through.
    </div>`;
}
