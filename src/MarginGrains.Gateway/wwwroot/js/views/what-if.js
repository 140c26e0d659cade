import { html, useState } from '../html.js';
import { postJson } from '../api.js';
import { Money } from './money.js';
import { StageBadge } from './stage-badge.js';

const FIGURES = [
  ['equity', 'Equity'],
  ['usedMargin', 'Used margin'],
  ['maintenanceMargin', 'Maintenance margin'],
  ['freeMargin', 'Free margin'],
  ['excessLiquidity', 'Excess liquidity'],
];

/** What would become of the account at another price, or after a payment. The server decides; nothing is stored. */
export function WhatIf({ snapshot, path }) {
  const [asked, setAsked] = useState({ busy: false, answer: null, error: null });
  const symbols = [...new Set((snapshot.positions ?? []).map(p => p.symbol))];
  if (!symbols.length) return null;

  const ask = async event => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setAsked({ ...asked, busy: true, error: null });
    try {
      const answer = await postJson(`${path}/margin:what-if`, changes(form, snapshot.currency));
      setAsked({ busy: false, answer, error: null });
    } catch (error) {
      setAsked({ busy: false, answer: null, error });
    }
  };

  return html`
    <section class="panel" aria-labelledby="what-if-title">
      <div class="panel-head"><h3 id="what-if-title">What if</h3></div>
      <form class="what-if" onSubmit=${ask}>
        <label>Instrument
          <select name="symbol">${symbols.map(s => html`<option key=${s} value=${s}>${s}</option>`)}</select>
        </label>
        <label>stands at <input name="price" inputmode="decimal" autocomplete="off" placeholder="price" /></label>
        <label>and paid in are
          <input name="deposit" inputmode="decimal" autocomplete="off" placeholder=${snapshot.currency} />
        </label>
        <button type="submit" disabled=${asked.busy}>${asked.busy ? 'Asking…' : 'Ask'}</button>
      </form>
      <div role="status">
        ${asked.error && html`<p class="what-if-answer"><strong>${asked.error.title}.</strong> ${asked.error.message}</p>`}
        ${asked.answer && html`<${Answer} answer=${asked.answer} />`}
      </div>
    </section>`;
}

function Answer({ answer }) {
  const { before, after, steps, events } = answer;
  return html`
    <div class="what-if-answer">
      <p><${StageBadge} stage=${before.stage} /> would be <${StageBadge} stage=${after.stage} />
        ${events.length > 0 && html`<span class="aside"> ${events.join(', ')}</span>`}</p>
      ${steps.flatMap(step => step.refusals).map(refusal => html`<p key=${refusal.code}>${refusal.detail}</p>`)}
      <dl class="figures">
        ${FIGURES.map(([field, name]) => html`
          <div key=${field}>
            <dt>${name}</dt>
            <dd><${Money} value=${after[field]} currency=${after.currency} /></dd>
          </div>`)}
      </dl>
    </div>`;
}

const changes = (form, currency) => {
  const [price, deposit] = ['price', 'deposit'].map(name => form.get(name).trim());
  return {
    ...price && { prices: [{ symbol: form.get('symbol'), price }] },
    ...deposit && { cash: [{ type: 'deposit', amount: deposit, currency }] },
  };
};
