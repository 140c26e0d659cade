import { html } from '../html.js';
import { utc } from '../format.js';
import { Money } from './money.js';

const COMING = [
  ['sessionSwitch', 'Next session', 'The margin of another session of the market begins'],
  ['marginTerms', 'New margin terms', 'Announced terms of something held take effect'],
  ['regime', 'New version of the regime', 'An announced version of the regime takes effect'],
];

const FIGURES = [
  ['initialMargin', 'Initial margin'],
  ['maintenanceMargin', 'Maintenance margin'],
  ['usedMargin', 'Used margin'],
  ['freeMargin', 'Free margin'],
  ['excessLiquidity', 'Excess liquidity'],
];

/** What comes without any price moving, at the marks of now. */
export function LookAhead({ snapshot }) {
  const ahead = snapshot.lookAhead;
  if (!ahead) return null;
  return html`
    <section class="panel" aria-labelledby="ahead-title">
      <div class="panel-head"><h3 id="ahead-title">Ahead</h3></div>
      ${COMING.filter(([field]) => ahead[field]).map(([field, name, meaning]) => html`
        <div key=${field} title=${meaning}>
          <h4>${name}, <time datetime=${ahead[field].at}>${utc(ahead[field].at)}</time></h4>
          <dl class="figures">
            ${FIGURES.map(([figure, label]) => html`
              <div key=${figure}>
                <dt>${label}</dt>
                <dd><${Money} value=${ahead[field][figure]} currency=${snapshot.currency} /></dd>
              </div>`)}
          </dl>
        </div>`)}
    </section>`;
}
