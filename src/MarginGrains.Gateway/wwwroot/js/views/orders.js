import { html } from '../html.js';
import { decimal } from '../format.js';
import { sideWord } from '../words.js';
import { Money } from './money.js';

/** Working orders, which reserve margin for what they may still open. */
export function Orders({ snapshot }) {
  const orders = snapshot.orders ?? [];
  if (!orders.length) return null;
  return html`
    <section class="panel" aria-labelledby="orders-title">
      <div class="panel-head">
        <h3 id="orders-title">Working orders</h3>
        <span class="aside">reserve <${Money} value=${snapshot.reserved} currency=${snapshot.currency} /></span>
      </div>
      <div class="scroll-x" tabindex="0" role="group" aria-labelledby="orders-title">
        <table class="data-table">
          <thead><tr>
            <th scope="col">Order</th>
            <th scope="col">Side</th>
            <th scope="col" class="col-number">Quantity</th>
            <th scope="col">Symbol</th>
            <th scope="col" class="col-number">Limit</th>
          </tr></thead>
          <tbody>
            ${orders.map(order => html`
              <tr key=${order.orderId}>
                <th scope="row">${order.orderId}</th>
                <td>${sideWord(order.side)}</td>
                <td class="col-number">${decimal(order.quantity)}</td>
                <td>${order.symbol}</td>
                <td class="col-number">${order.price ? decimal(order.price) : 'Mark'}</td>
              </tr>`)}
          </tbody>
        </table>
      </div>
    </section>`;
}
