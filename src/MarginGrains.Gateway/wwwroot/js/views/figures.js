import { html } from '../html.js';
import { decimal, isNegative, percent } from '../format.js';
import { Money, None } from './money.js';

/** The snapshot's figures: the three formulas that decide everything, then the rest. */
export function Figures({ snapshot }) {
  const { currency } = snapshot;
  const excess = isNegative(snapshot.excessLiquidity) ? 'Excess liquidity (shortfall)' : 'Excess liquidity';
  return html`
    <section class="panel" aria-labelledby="figures-title">
      <div class="panel-head"><h3 id="figures-title">Figures</h3></div>
      <div class="formulas">
        <${Formula} left=${['Equity', snapshot.equity]} sign="−"
          right=${['Maintenance margin', snapshot.maintenanceMargin]}
          result=${[excess, snapshot.excessLiquidity]} currency=${currency} />
        <${Formula} left=${['Equity', snapshot.equity]} sign="−" right=${['Used margin', snapshot.usedMargin]}
          result=${['Free margin', snapshot.freeMargin]} currency=${currency} />
        <${Formula} left=${['Equity', snapshot.equity]} sign="÷" right=${['Used margin', snapshot.usedMargin]}
          result=${['Margin level', snapshot.marginLevelPercent]} currency=${currency} share />
      </div>
      <dl class="figures">
        ${FIGURES.map(([field, name, formula]) => html`
          <div key=${field} title=${formula}>
            <dt>${name}</dt>
            <dd><${Money} value=${snapshot[field]} currency=${currency} title=${formula} /></dd>
          </div>`)}
        <div title="Σ notional ÷ equity">
          <dt>Leverage</dt>
          <dd>${snapshot.leverage ? `${decimal(snapshot.leverage, { most: 2 })}×` : html`<${None} />`}</dd>
        </div>
        ${snapshot.regimeRatioPercent && html`
          <div title="The ratio on which the regime draws its lines">
            <dt>Regime ratio</dt><dd>${percent(snapshot.regimeRatioPercent)}</dd>
          </div>`}
      </dl>
    </section>`;
}

const FIGURES = [
  ['initialMargin', 'Initial margin', 'Equity needed to open or hold what reserves margin'],
  ['reserved', 'Reserved by orders', 'What of initial margin working orders reserve'],
  ['withdrawable', 'Withdrawable', 'What may be paid out without breaking initial margin'],
  ['unsettledGains', 'Unsettled gains', 'Realised on this trading day; may leave when it is over'],
  ['credit', 'Temporary credit', 'Granted by the desk; part of equity, never paid out'],
  ['unrealizedPnl', 'Unrealised P&L', 'Σ (mark − average price) × quantity × multiplier'],
  ['realizedPnl', 'Realised P&L', 'What closed positions have earned or lost'],
  ['accruedCosts', 'Accrued costs', 'Interest that was counted and not charged yet; taken off equity'],
  ['loan', 'Loan', 'max(0, −balance) plus financing loans; shown, not subtracted again'],
];

function Formula({ left, sign, right, result, currency, share = false }) {
  const formula = `${result[0]} = ${left[0].toLowerCase()} ${sign} ${right[0].toLowerCase()}`;
  const cell = ([name, value], kind, shown) => html`
    <div class=${kind}>
      <span class="label">${name}</span>
      <span class="term">${shown ?? html`<${Money} value=${value} currency=${currency} title=${formula} />`}</span>
    </div>`;
  return html`
    <div class="formula" title=${formula}>
      ${cell(left, 'operand')}
      <span class="operator">${sign}</span>
      ${cell(right, 'operand')}
      <span class="operator">=</span>
      ${cell(result, 'result', share ? level(result[1]) : null)}
    </div>`;
}

const level = value => (value
  ? html`<span class="money">${percent(value)}</span>`
  : html`<${None} why="No used margin" />`);
