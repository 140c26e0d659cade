import { html } from '../html.js';
import { utc } from '../format.js';
import { Money, None } from './money.js';

/** From where the account is topped up, and what is on its way, in or out. */
export function TopUp({ snapshot }) {
  const { topUp, outgoingTransfers: outgoing = [] } = snapshot;
  if (!topUp?.sources?.length && !topUp?.pending && !outgoing.length) return null;
  return html`
    <section class="panel" aria-labelledby="top-up-title">
      <div class="panel-head">
        <h3 id="top-up-title">Top-up</h3>
        ${topUp?.consent && html`
          <span class="tag">${topUp.consent.given ? 'With consent' : 'Without consent'}</span>`}
        ${topUp?.exhausted && html`<span class="tag" title="All sources together gave too little">Exhausted</span>`}
      </div>
      ${topUp?.sources?.length > 0 && html`
        <div class="scroll-x" tabindex="0" role="group" aria-labelledby="top-up-title">
          <table class="data-table">
            <thead><tr>
              <th scope="col">Source</th>
              <th scope="col" class="col-number">Most a day</th>
              <th scope="col" class="col-number">Left today</th>
            </tr></thead>
            <tbody>
              ${topUp.sources.map(source => html`
                <tr key=${source.accountId}>
                  <th scope="row">${source.accountId}</th>
                  <td class="col-number">${limit(source.dailyCap, topUp.currency)}</td>
                  <td class="col-number">${limit(source.leftToday, topUp.currency)}</td>
                </tr>`)}
            </tbody>
          </table>
        </div>`}
      ${topUp?.pending && html`
        <p class="aside">
          <${Money} value=${topUp.pending.amount} currency=${topUp.currency} /> asked of ${topUp.pending.source}
          ${' '}at ${utc(topUp.pending.askedAt, { seconds: true })}
        </p>`}
      ${outgoing.map(sent => html`
        <p class="aside" key=${sent.transferId}>
          <${Money} value=${sent.amount} currency=${sent.currency} /> on the way to ${sent.to}
        </p>`)}
    </section>`;
}

const limit = (value, currency) => (value
  ? html`<${Money} value=${value} currency=${currency} />`
  : html`<${None} why="No limit" />`);
