import { html } from '../html.js';
import { amount, isNegative, money } from '../format.js';

export function None({ why }) {
  return html`
    <span class="none" title=${why}>
      <span aria-hidden="true">–</span><span class="visually-hidden">none</span>
    </span>`;
}

/** An amount with its currency. `cut` shows the currency's own decimals; the title always has every digit. */
export function Money({ value, currency, cut = false, title, why }) {
  if (value === null || value === undefined) return html`<${None} why=${why} />`;
  const shown = amount(value, currency, { cut });
  const whole = money(value, currency);
  return html`
    <span class=${isNegative(value) ? 'money negative' : 'money'} title=${title ? `${title}\n${whole}` : whole}>
      ${shown}<span class="currency">${'\u00a0'}${currency}</span>
    </span>`;
}
