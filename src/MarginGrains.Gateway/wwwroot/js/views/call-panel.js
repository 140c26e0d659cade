import { html } from '../html.js';
import { capitalize, humanize, millisecondsBetween, money, span, utc } from '../format.js';
import { basisWords } from '../words.js';
import { StageIcon } from './stage-badge.js';

/** The open margin call: what is due, when, and how much of its grace period is left in market time. */
export function CallPanel({ call, snapshot, asOf }) {
  if (!call) return null;
  const left = call.dueAt ? millisecondsBetween(asOf, call.dueAt) : null;
  const overdue = left !== null && left <= 0;
  return html`
    <section class=${overdue ? 'banner banner-call overdue' : 'banner banner-call'} aria-labelledby="call-title">
      <div class="banner-lead">
        <h3 id="call-title"><${StageIcon} stage="call" />Margin call</h3>
        <p class="banner-amount">${money(call.amountDue, snapshot.currency)}</p>
        <p class="aside">${capitalize(basisWords(call.basis))}</p>
      </div>
      ${call.dueAt && html`
        <div class="banner-due">
          <p class="label">${overdue ? 'Overdue by' : 'Due in'} <span class="aside">(market time)</span></p>
          <p class="countdown" role="timer">${span(left)}</p>
          <${GracePeriod} call=${call} left=${left} />
          <p class="aside">Due <time datetime=${call.dueAt}>${utc(call.dueAt)}</time></p>
        </div>`}
      <dl class="banner-facts">
        <${Item} name="State" value=${capitalize(humanize(call.state ?? ''))} />
        <${Item} name="To initial margin" value=${money(call.amountToInitial, snapshot.currency)} />
        <${Item} name="Issued" value=${utc(call.issuedAt)} />
        <${Item} name="Extensions" value=${String(call.extensions ?? 0)} />
        <${Item} name="Call id" value=${html`<code>${call.callId}</code>`} />
      </dl>
    </section>`;
}

function GracePeriod({ call, left }) {
  const whole = call.issuedAt ? millisecondsBetween(call.issuedAt, call.dueAt) : 0;
  if (!whole || whole <= 0) return null;
  const width = `${Math.max(0, Math.min(100, (left / whole) * 100))}%`;
  return html`
    <span class="grace" aria-hidden="true" title="What is left of the grace period">
      <span style=${{ width }}></span>
    </span>`;
}

const Item = ({ name, value }) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

export function LiquidationPanel({ liquidation }) {
  if (!liquidation) return null;
  return html`
    <section class="banner banner-liquidation" aria-labelledby="liquidation-title">
      <div class="banner-lead">
        <h3 id="liquidation-title"><${StageIcon} stage="liquidating" />Liquidation</h3>
        <p class="banner-amount">${capitalize(humanize(liquidation.state ?? ''))}</p>
      </div>
      <dl class="banner-facts">
        <${Item} name="Liquidation id" value=${html`<code>${liquidation.liquidationId}</code>`} />
      </dl>
    </section>`;
}
