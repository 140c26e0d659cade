import { html } from '../html.js';
import { decimal } from '../format.js';
import { sideWord, stopKind } from '../words.js';
import { Money } from './money.js';

/** Protective stops: where each would close what it protects. */
export function Stops({ snapshot }) {
  const stops = snapshot.stops ?? [];
  if (!stops.length) return null;
  return html`
    <section class="panel" aria-labelledby="stops-title">
      <div class="panel-head">
        <h3 id="stops-title">Protective stops</h3>
      </div>
      <div class="scroll-x" tabindex="0" role="group" aria-labelledby="stops-title">
        <table class="data-table">
          <thead><tr>
            <th scope="col">Stop</th>
            <th scope="col">Kind</th>
            <th scope="col">Symbol</th>
            <th scope="col">Protects</th>
            <th scope="col" class="col-number">Quantity</th>
            <th scope="col" class="col-number">Price</th>
            <th scope="col" class="col-number">Premium</th>
            <th scope="col">State</th>
          </tr></thead>
          <tbody>
            ${stops.map(stop => html`
              <tr key=${stop.stopId}>
                <th scope="row">${stop.stopId}</th>
                <td>${stopKind(stop.kind)}${stop.isolated ? ', isolated' : ''}</td>
                <td>${stop.symbol}</td>
                <td>${sideWord(stop.side)}</td>
                <td class="col-number">${stop.quantity ? decimal(stop.quantity) : 'All'}</td>
                <td class="col-number">${decimal(stop.price)}</td>
                <td class="col-number">${stop.premium
                  ? html`<${Money} value=${stop.premium} currency=${snapshot.currency} />` : '–'}</td>
                <td>${stop.state === 'triggered' ? `Triggered, ${decimal(stop.left)} left` : 'Waiting'}</td>
              </tr>`)}
          </tbody>
        </table>
      </div>
    </section>`;
}
