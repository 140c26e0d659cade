import { html } from '../html.js';
import { decimal, isNegative, percent } from '../format.js';
import { sideWord } from '../words.js';
import { Money, None } from './money.js';

const COLUMNS = [
  ['Symbol', 'text'], ['Side', 'text'], ['Quantity', 'number'], ['Average price', 'number'],
  ['Mark', 'number', 'The price used for valuation'],
  ['Notional', 'number', '|quantity| × multiplier × mark'],
  ['Unrealised P&L', 'number', '(mark − average price) × quantity × multiplier'],
  ['Initial margin', 'number'], ['Maintenance margin', 'number'],
  ['Liquidation price', 'number', 'The mark at which, all else unchanged, liquidation starts'],
  ['Distance', 'number', 'From the mark to the liquidation price'],
];

export function Positions({ snapshot }) {
  const positions = snapshot.positions ?? [];
  return html`
    <section class="panel" aria-labelledby="positions-title">
      <div class="panel-head">
        <h3 id="positions-title">Positions</h3>
        <span class="aside">${positions.length || ''}</span>
      </div>
      ${positions.length
        ? html`
          <div class="scroll-x" tabindex="0" role="group" aria-labelledby="positions-title">
            <table class="data-table">
              <thead><tr>
                ${COLUMNS.map(([word, kind, title]) => html`
                  <th scope="col" class=${`col-${kind}`} title=${title}>${word}</th>`)}
              </tr></thead>
              <tbody>
                ${positions.map(position => html`
                  <${PositionRow} key=${`${position.symbol} ${position.side}`}
                    position=${position} snapshot=${snapshot} />`)}
              </tbody>
            </table>
          </div>`
        : html`<p class="loading">No open position.</p>`}
    </section>`;
}

function PositionRow({ position, snapshot }) {
  const currency = position.currency ?? snapshot.currency;
  const stale = snapshot.stalePrices?.includes(position.symbol);
  const price = value => (value === null || value === undefined ? html`<${None} why="No price" />` : decimal(value));
  const sum = (value, of = currency) => html`<td class="col-number"><${Money} value=${value} currency=${of} /></td>`;
  return html`
    <tr>
      <th scope="row">${position.symbol}</th>
      <td>${sideWord(position.side)}</td>
      <td class="col-number">${decimal(position.quantity)}</td>
      <td class="col-number">${price(position.averagePrice)}</td>
      <td class="col-number">${price(position.mark)}${stale && html` <span class="tag">Stale</span>`}</td>
      ${sum(position.notional, position.quoteCurrency)}${sum(position.unrealizedPnl)}
      ${sum(position.initialMargin)}${sum(position.maintenanceMargin)}
      <td class="col-number">${price(position.liquidationPrice)}</td>
      <td class=${`col-number${isNegative(position.distancePercent) ? ' negative' : ''}`}>
        ${position.distancePercent ? percent(position.distancePercent) : html`<${None} why="No liquidation price" />`}
      </td>
    </tr>`;
}
