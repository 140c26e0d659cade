import { html } from '../html.js';
import { decimal, isNegative, percent, ratio, utc } from '../format.js';
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
// A liquidation price is found by search; beyond these decimals it says nothing more.
const PRICE_DECIMALS = 6;
const FINANCING = ['Financing', 'number', 'The loan that financed the position, or what is held for a short sale'];

export function Positions({ snapshot }) {
  const positions = snapshot.positions ?? [];
  const financed = positions.some(position => position.financing);
  const hedged = bothSides(positions);
  return html`
    <section class="panel" aria-labelledby="positions-title">
      <div class="panel-head">
        <h3 id="positions-title">Positions</h3>
        <span class="aside">${positions.length || ''}</span>
      </div>
      ${positions.length
        ? html`
          <div class="scroll-x" tabindex="0" role="group" aria-labelledby="positions-title">
            <table class="data-table wide">
              <thead><tr>
                ${(financed ? [...COLUMNS, FINANCING] : COLUMNS).map(([word, kind, title]) => html`
                  <th scope="col" class=${`col-${kind}`} title=${title}>${word}</th>`)}
              </tr></thead>
              <tbody>
                ${positions.map(position => html`
                  <${PositionRow} key=${`${position.symbol} ${position.side}`}
                    position=${position} snapshot=${snapshot} financed=${financed}
                    hedged=${hedged.has(position.symbol)} />`)}
              </tbody>
            </table>
          </div>`
        : html`<p class="loading">No open position.</p>`}
    </section>`;
}

/** The instruments held on both sides. */
function bothSides(positions) {
  const once = new Set();
  return new Set(positions.map(position => position.symbol).filter(symbol => once.has(symbol) || !once.add(symbol)));
}

function PositionRow({ position, snapshot, financed, hedged }) {
  const currency = position.currency ?? snapshot.currency;
  const stale = snapshot.stalePrices?.includes(position.symbol);
  // An average price has no last digit; the explanation shows all there are.
const price = value => (value === null || value === undefined ? html`<${None} why="No price" />` : ratio(value, 8));
  const sum = (value, of = currency) => html`<td class="col-number"><${Money} value=${value} currency=${of} /></td>`;
  return html`
    <tr>
      <th scope="row" title=${openUntil(position)}>${position.symbol}${position.isMarketOpen === false
        && html` <span class="tag" title="Its market is closed: nothing is stopped out, no order is placed">Closed${
          position.marketChangesAt && ` until ${utc(position.marketChangesAt)}`}</span>`}${hedged && html` <span class="tag" title="Held on both sides">Hedge</span>`}</th>
      <td>${sideWord(position.side)}</td>
      <td class="col-number">${decimal(position.quantity)}</td>
      <td class="col-number">${price(position.averagePrice)}</td>
      <td class="col-number">${price(position.mark)}${stale && html` <span class="tag">Stale</span>`}</td>
      ${sum(position.notional, position.quoteCurrency)}${sum(position.unrealizedPnl)}
      ${sum(position.initialMargin)}${sum(position.maintenanceMargin)}
      <td class="col-number">${position.liquidationPrice
        ? decimal(position.liquidationPrice, { most: PRICE_DECIMALS })
        : html`<${None} why="No liquidation price" />`}</td>
      <td class=${`col-number${isNegative(position.distancePercent) ? ' negative' : ''}`}>
        ${position.distancePercent ? percent(position.distancePercent) : html`<${None} why="No liquidation price" />`}
      </td>
      ${financed && html`<td class="col-number"><${Financing} bound=${position.financing} /></td>`}
    </tr>`;
}

const openUntil = ({ isMarketOpen, marketChangesAt }) =>
  (isMarketOpen && marketChangesAt ? `Its market is open until ${utc(marketChangesAt)}` : undefined);

function Financing({ bound }) {
  if (!bound) return html`<${None} why="Nothing is bound to the position" />`;
  return html`
    <span class="aside">${bound.kind === 'loan' ? 'loan' : 'held'}</span>
    ${' '}<${Money} value=${bound.amount} currency=${bound.currency} />`;
}

/** Isolated positions: each with its own margin and its own line. */
export function Isolated({ snapshot }) {
  const buckets = snapshot.isolated ?? [];
  if (!buckets.length) return null;
  const sum = value => html`<td class="col-number"><${Money} value=${value} currency=${snapshot.currency} /></td>`;
  const price = value => html`
    <td class="col-number">${value ? decimal(value, { most: PRICE_DECIMALS }) : html`<${None} why="None" />`}</td>`;
  return html`
    <section class="panel" aria-labelledby="isolated-title">
      <div class="panel-head">
        <h3 id="isolated-title">Isolated positions</h3>
        <span class="aside">Each stands for itself; none of it is in the figures above.</span>
      </div>
      <div class="scroll-x" tabindex="0" role="group" aria-labelledby="isolated-title">
        <table class="data-table">
          <thead><tr>
            ${ISOLATED.map(([word, kind, title]) => html`<th scope="col" class=${`col-${kind}`} title=${title}>${word}</th>`)}
          </tr></thead>
          <tbody>
            ${buckets.flatMap(bucket => (bucket.positions.length ? bucket.positions : [null]).map(position => html`
              <tr key=${`${bucket.symbol} ${position?.side}`}>
                <th scope="row">${bucket.symbol}</th>
                <td>${position ? sideWord(position.side) : ''}</td>
                <td class="col-number">${position ? decimal(position.quantity) : ''}</td>
                ${price(position?.averagePrice)}${price(position?.mark)}
                ${sum(bucket.equity)}${sum(bucket.maintenanceMargin)}${sum(bucket.excessLiquidity)}
                ${price(position?.liquidationPrice)}
                <td class="col-number">${position?.distancePercent
                  ? percent(position.distancePercent)
                  : html`<${None} why="No liquidation price" />`}</td>
              </tr>`))}
          </tbody>
        </table>
      </div>
    </section>`;
}

const ISOLATED = [
  ['Symbol', 'text'], ['Side', 'text'], ['Quantity', 'number'], ['Average price', 'number'], ['Mark', 'number'],
  ['Equity', 'number', 'Its margin put aside, with its unrealised P&L'], ['Maintenance margin', 'number'],
  ['Excess liquidity', 'number'], ['Liquidation price', 'number'], ['Distance', 'number'],
];
