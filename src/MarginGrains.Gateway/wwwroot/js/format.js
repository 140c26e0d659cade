// Decimals are strings and stay strings: a binary double would change the digits a client is called for.
const DECIMAL = /^([+-]?)(\d+)(?:\.(\d+))?$/;
export const NONE = '–';

export const isDecimal = text => typeof text === 'string' && DECIMAL.test(text);
export const isNegative = text => isDecimal(text) && text[0] === '-' && /[1-9]/.test(text);
export const isZero = text => isDecimal(text) && !/[1-9]/.test(text);

/**
 * Groups thousands and sets a true minus. `least` pads decimals, `most` cuts them: cut, not rounded, so that a figure
 * never reads as having reached a line that it has not reached.
 */
export function decimal(text, { least = 0, most = Infinity } = {}) {
  if (text === null || text === undefined) return NONE;
  const match = DECIMAL.exec(text);
  if (!match) return String(text);
  const [, sign, whole, fraction = ''] = match;
  const grouped = whole.replace(/^0+(?=\d)/, '').replace(/\B(?=(\d{3})+$)/g, ',');
  const decimals = fraction.slice(0, most).padEnd(least, '0');
  return `${sign === '-' && !isZero(text) ? '−' : ''}${grouped}${decimals ? `.${decimals}` : ''}`;
}

/** A ratio for reading: at most `most` decimals, with a sign that digits were cut. */
export function ratio(text, most = 4) {
  const shown = decimal(text, { most });
  return isDecimal(text) && shown !== decimal(text) ? `${shown}…` : shown;
}

export const percent = (text, most = 2) => text === null || text === undefined
  ? NONE
  : `${decimal(text, { least: Math.min(most, 1), most })}\u00a0%`;

/** A share such as `0.025` as percent, by moving the point. */
export function share(text) {
  const match = isDecimal(text) && DECIMAL.exec(text);
  if (!match) return text ?? NONE;
  const [, sign, whole, fraction = ''] = match;
  const digits = fraction.padEnd(2, '0');
  const rest = digits.slice(2).replace(/0+$/, '');
  return percent(`${sign}${whole}${digits.slice(0, 2)}${rest ? `.${rest}` : ''}`, Math.max(1, rest.length))
    .replace(/\.0(?=\u00a0)/, '');
}

const digitsByCurrency = new Map();

/** The decimals that a currency is paid in: 2 for USD, 0 for JPY, 2 for what is no ISO code. */
export function minorDigits(currency) {
  if (!digitsByCurrency.has(currency)) {
    let digits = 2;
    try {
      digits = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits;
    } catch { /* USDT and the like are no ISO codes */ }
    digitsByCurrency.set(currency, digits);
  }
  return digitsByCurrency.get(currency);
}

/** `cut` keeps a column aligned on the currency's own decimals; otherwise every digit is shown. */
export function amount(text, currency, { cut = false } = {}) {
  const digits = minorDigits(currency);
  return decimal(text, { least: digits, most: cut ? digits : Infinity });
}

export function money(text, currency) {
  return text === null || text === undefined ? NONE : `${amount(text, currency)} ${currency ?? ''}`.trim();
}

/** Times arrive in UTC and are shown in UTC, to the minute or to the second. */
export function utc(text, { seconds = false } = {}) {
  if (!text) return NONE;
  return `${text.slice(0, 10)} ${text.slice(11, seconds ? 19 : 16)} UTC`;
}

export const clock = text => (text ? text.slice(11, 19) : NONE);
export const day = text => (text ? text.slice(0, 10) : NONE);

export function millisecondsBetween(from, to) {
  const span = Date.parse(to) - Date.parse(from);
  return Number.isNaN(span) ? null : span;
}

/** The two largest units of a time span: `2 d 4 h`, `1 h 05 min`, `48 s`. */
export function span(milliseconds) {
  const total = Math.floor(Math.abs(milliseconds) / 1_000);
  const days = Math.floor(total / 86_400);
  const hours = Math.floor(total / 3_600) % 24;
  const minutes = Math.floor(total / 60) % 60;
  const two = number => String(number).padStart(2, '0');
  if (days) return `${days} d ${hours} h`;
  if (hours) return `${hours} h ${two(minutes)} min`;
  if (minutes) return `${minutes} min ${two(total % 60)} s`;
  return `${total} s`;
}

export const count = number => (number === null || number === undefined ? NONE : decimal(String(number)));

/** `averagePrice` and `average-price` become `average price`; for names this page does not know. */
export function humanize(name) {
  const words = String(name).replace(/[._-]+/g, ' ').replace(/([a-z0-9])([A-Z])/g, '$1 $2').trim();
  return words.split(/\s+/).map(word => (/^[A-Z0-9]+$/.test(word) ? word : word.toLowerCase())).join(' ');
}

export const capitalize = text => text.charAt(0).toUpperCase() + text.slice(1);
