import { html } from '../html.js';
import { decimal, isDecimal, share, utc } from '../format.js';
import { Money, None } from './money.js';

export function Balances({ snapshot }) {
  const balances = Object.entries(snapshot.balances ?? {});
  return html`
    <section class="panel" aria-labelledby="balances-title">
      <div class="panel-head"><h3 id="balances-title">Balances</h3></div>
      ${balances.length
        ? html`
          <dl class="balances">
            ${balances.map(([currency, balance]) => html`
              <div key=${currency}>
                <dt>${currency}</dt><dd><${Money} value=${balance} currency=${currency} /></dd>
              </div>`)}
          </dl>`
        : html`<p class="loading">No balance in any currency.</p>`}
    </section>`;
}

/** Withdrawals in their first phase: in no balance, not yet paid out. */
export function HeldWithdrawals({ snapshot }) {
  const held = snapshot.heldWithdrawals ?? [];
  if (!held.length) return null;
  return html`
    <section class="panel" aria-labelledby="held-title">
      <div class="panel-head"><h3 id="held-title">Held withdrawals</h3></div>
      <div class="scroll-x" tabindex="0" role="group" aria-labelledby="held-title">
        <table class="data-table">
          <thead><tr>
            <th scope="col">Transfer</th>
            <th scope="col" class="col-number">Amount</th>
            <th scope="col">Held since</th>
          </tr></thead>
          <tbody>
            ${held.map(item => html`
              <tr key=${item.transferId}>
                <th scope="row">${item.transferId}</th>
                <td class="col-number"><${Money} value=${item.amount} currency=${item.currency} /></td>
                <td>${utc(item.heldAt, { seconds: true })}</td>
              </tr>`)}
          </tbody>
        </table>
      </div>
    </section>`;
}

export function Collateral({ snapshot }) {
  const collateral = snapshot.collateral ?? [];
  if (!collateral.length) return null;
  return html`
    <section class="panel" aria-labelledby="collateral-title">
      <div class="panel-head"><h3 id="collateral-title">Collateral</h3></div>
      <div class="scroll-x" tabindex="0" role="group" aria-labelledby="collateral-title">
        <table class="data-table wide">
          <thead><tr>
            <th scope="col">Symbol</th>
            <th scope="col" class="col-number">Quantity</th>
            <th scope="col" class="col-number">Mark</th>
            <th scope="col" class="col-number" title="Share taken off the value">Haircut</th>
            <th scope="col" class="col-number">Eligible value</th>
          </tr></thead>
          <tbody>
            ${collateral.map(item => html`
              <tr key=${item.symbol}>
                <th scope="row">
                  ${item.symbol}${item.eligible === false && html`
                    <span class="tag" title="The regime does not take it, so it counts zero">Not eligible</span>`}
                </th>
                <td class="col-number">${decimal(item.quantity)}</td>
                <td class="col-number">
                  ${isDecimal(item.mark) ? decimal(item.mark) : html`<${None} why="No mark" />`}
                </td>
                <td class="col-number">${item.haircut ? share(item.haircut) : html`<${None} why="Not eligible" />`}</td>
                <td class="col-number">
                  <${Money} value=${item.eligibleValue} currency=${item.currency ?? snapshot.currency} />
                </td>
              </tr>`)}
          </tbody>
        </table>
      </div>
    </section>`;
}
