import { html } from '../html.js';
import { utc } from '../format.js';
import { Money, None } from './money.js';

const STATES = { open: 'Open', overdue: 'Overdue', defaulted: 'In default' };

/** What the client owes, until when, and what follows. */
export function DebtPanel({ snapshot }) {
  const debt = snapshot.debt;
  if (!debt) return null;
  return html`
    <section class="panel" aria-labelledby="debt-title">
      <div class="panel-head">
        <h3 id="debt-title">Debt ${debt.debtId}</h3>
        <span class="tag">${STATES[debt.state] ?? debt.state}</span>
      </div>
      <dl class="figures">
        <div><dt>Principal</dt><dd><${Money} value=${debt.principal} currency=${debt.currency} /></dd></div>
        <div><dt>Opened</dt><dd>${utc(debt.openedAt)}</dd></div>
        <div title=${debt.dueRule}>
          <dt>Due</dt><dd>${debt.dueAt ? utc(debt.dueAt) : html`<${None} why="No due time" />`}</dd>
        </div>
        <div>
          <dt>In default from</dt>
          <dd>${debt.defaultAt ? utc(debt.defaultAt) : html`<${None} why="Never" />`}</dd>
        </div>
      </dl>
    </section>`;
}
