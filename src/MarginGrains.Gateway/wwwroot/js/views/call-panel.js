import { html } from '../html.js';
import { capitalize, count, humanize, isZero, millisecondsBetween, money, span, utc } from '../format.js';
import { basisWords, callStateWords, liquidationReasonWords } from '../words.js';
import { StageIcon } from './stage-badge.js';

/** The calls that are not over: the gravest at length, the others as rows below it. */
export function CallPanels({ snapshot, asOf }) {
  const calls = snapshot.calls ?? (snapshot.call ? [snapshot.call] : []);
  const gravest = snapshot.call ?? calls[0];
  const others = calls.filter(call => call.callId !== gravest?.callId);
  return html`
    <${CallPanel} call=${gravest} snapshot=${snapshot} asOf=${asOf} />
    <${OtherCalls} calls=${others} snapshot=${snapshot} />`;
}

/** What is due, what is paid, until when, why, and how much of the grace period is left in market time. */
function CallPanel({ call, snapshot, asOf }) {
  if (!call) return null;
  const left = call.dueAt ? millisecondsBetween(asOf, call.dueAt) : null;
  const overdue = left !== null && left <= 0;
  const { currency } = snapshot;
  return html`
    <section class=${overdue ? 'banner banner-call overdue' : 'banner banner-call'} aria-labelledby="call-title">
      <div class="banner-lead">
        <h3 id="call-title"><${StageIcon} stage="call" />Margin call</h3>
        <p class="banner-amount">${money(call.outstanding ?? call.amountDue, currency)}</p>
        <p class="aside">${paidWords(call, currency)}</p>
        <p class="aside">${capitalize(basisWords(call.basis))}${call.rule ? `, rule “${call.rule}”` : ''}</p>
      </div>
      <div class="banner-due">
        ${call.dueAt
          ? html`
            <p class="label">${overdue ? 'Overdue by' : 'Due in'} <span class="aside">(market time)</span></p>
            <p class="countdown" role="timer">${span(left)}</p>
            <${GracePeriod} call=${call} left=${left} />
            <p class="aside">Due <time datetime=${call.dueAt}>${utc(call.dueAt)}</time></p>`
          : html`
            <p class="label">No due time</p>
            <p class="aside">${callStateWords(call.state)}</p>`}
        <p class="aside">${capitalize(call.dueRule ?? '')}${call.extensions ? ', then extended' : ''}</p>
      </div>
      <dl class="banner-facts">
        <${Item} name="State" value=${callStateWords(call.state)} />
        <${Item} name="Amount due" value=${money(call.amountDue, currency)} />
        <${Item} name="Paid" value=${money(call.paid, currency)} />
        <${Item} name="Needed when last told" value=${money(call.amountNeeded, currency)} />
        <${Item} name="To initial margin" value=${money(call.amountToInitial, currency)} />
        <${Item} name="Issued" value=${utc(call.issuedAt)} />
        <${Item} name="Extensions" value=${count(call.extensions ?? 0)} />
        <${Item} name="Reminders" value=${count(call.reminders ?? 0)} />
        <${Item} name="Call id" value=${html`<code>${call.callId}</code>`} />
      </dl>
    </section>`;
}

function paidWords(call, currency) {
  if (!call.paid || isZero(call.paid)) return 'Nothing is paid yet';
  return `Outstanding of ${money(call.amountDue, currency)}; ${money(call.paid, currency)} are paid`;
}

function OtherCalls({ calls, snapshot }) {
  if (!calls.length) return null;
  const sum = value => html`<td class="col-number">${money(value, snapshot.currency)}</td>`;
  return html`
    <section class="panel" aria-labelledby="calls-title">
      <div class="panel-head">
        <h3 id="calls-title">Other calls</h3><span class="aside">${calls.length}</span>
      </div>
      <div class="scroll-x" tabindex="0" role="group" aria-labelledby="calls-title">
        <table class="data-table">
          <thead><tr>
            <th scope="col">Rule</th>
            <th scope="col">State</th>
            <th scope="col" class="col-number">Amount due</th>
            <th scope="col" class="col-number">Paid</th>
            <th scope="col" class="col-number">Outstanding</th>
            <th scope="col">Why</th>
            <th scope="col">Due</th>
            <th scope="col">Issued</th>
          </tr></thead>
          <tbody>
            ${calls.map(call => html`
              <tr key=${call.callId} title=${call.callId}>
                <th scope="row">${capitalize(humanize(call.rule ?? call.callId))}</th>
                <td>${callStateWords(call.state)}</td>
                ${sum(call.amountDue)}${sum(call.paid)}${sum(call.outstanding)}
                <td>${capitalize(basisWords(call.basis))}</td>
                <td title=${call.dueRule}>${call.dueAt ? utc(call.dueAt) : 'No due time'}</td>
                <td>${utc(call.issuedAt)}</td>
              </tr>`)}
          </tbody>
        </table>
      </div>
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

/** Every running liquidation: of what all positions share, and of isolated positions. */
export function LiquidationPanels({ snapshot }) {
  const liquidations = snapshot.liquidations ?? (snapshot.liquidation ? [snapshot.liquidation] : []);
  return liquidations.map(liquidation => html`
    <${LiquidationPanel} key=${liquidation.liquidationId} liquidation=${liquidation} snapshot=${snapshot} />`);
}

function LiquidationPanel({ liquidation, snapshot }) {
  const name = liquidation.isolated ? `Liquidation of isolated ${liquidation.isolated}` : 'Liquidation';
  return html`
    <section class="banner banner-liquidation" aria-label=${name}>
      <div class="banner-lead">
        <h3><${StageIcon} stage="liquidating" />${name}</h3>
        <p class="banner-amount">${capitalize(humanize(liquidation.state ?? ''))}</p>
        <p class="aside">${liquidationReasonWords(liquidation.reason)}</p>
      </div>
      <dl class="banner-facts">
        ${liquidation.waitingFor && html`<${Item} name="Waits for" value=${waitWords(liquidation.waitingFor)} />`}
        ${liquidation.notBefore && html`<${Item} name="Next order not before" value=${utc(liquidation.notBefore)} />`}
        ${liquidation.outstanding && html`
          <${Item} name="Ends when paid" value=${money(liquidation.outstanding, snapshot.currency)} />`}
        ${liquidation.callRule && html`<${Item} name="Call" value=${liquidation.callRule} />`}
        <${Item} name="Orders outstanding" value=${count(liquidation.ordersOutstanding ?? 0)} />
        <${Item} name="Started" value=${utc(liquidation.startedAt)} />
        <${Item} name="Liquidation id" value=${html`<code>${liquidation.liquidationId}</code>`} />
      </dl>
    </section>`;
}

const waitWords = text => (/\s/.test(text) ? text : capitalize(humanize(text)));
