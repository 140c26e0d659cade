import { capitalize, decimal, humanize, isDecimal, money, percent, utc } from './format.js';
import { basisWords, stopKind } from './words.js';

/** One sentence for a person; every sentence also stands for events that lack some of their fields. */
export function sentence(event) {
  const data = event.data ?? {};
  const write = SENTENCES[event.type];
  return write ? write(data, event) : plainSentence(event.type, data);
}

const due = data => (data.dueAt ? `, due ${utc(data.dueAt)}` : '');
const sum = (data, word = 'of') => (data.amountDue ? ` ${word} ${money(data.amountDue, data.currency)}` : '');
const why = text => (text ? `: ${reason(text)}` : '');
const order = data => [humanize(data.side ?? ''), decimal(data.quantity ?? ''), data.symbol].filter(Boolean).join(' ');
const by = data => (data.by ? ` by ${data.by}` : '');
const isolated = data => (data.isolated ? ` of isolated ${data.isolated}` : '');
const DONE = { buy: 'bought', sell: 'sold' };

const SENTENCES = {
  'market.opened': data => `Market of ${data.calendarId} opened`,
  'market.closed': data => `Market of ${data.calendarId} closed`,
  'margin.warning': (data, event) => (data.cause === 'session'
    ? `Short${isolated(data)} from ${utc(data.switchAt)}: maintenance margin will be `
      + `${money(data.maintenanceMargin, data.currency)}, excess liquidity ${money(data.excessLiquidity, data.currency)}`
    : `Close to a margin call${standing(event)}`),
  'margin.recovered': (data, event) => `No line is crossed any more${standing(event)}`,
  'call.opened': data => `Call${sum(data)} opened${data.basis ? ` (${basisWords(data.basis)})` : ''}${due(data)}`,
  'call.increased': data => (data.amountNeeded
    ? `Call now needs ${money(data.amountNeeded, data.currency)}; the amount due stays as noticed`
    : `Call increased${sum(data, 'to')}${due(data)}`),
  'call.reminder': data => (data.outstanding
    ? `Reminder: ${money(data.outstanding, data.currency)} of the call are outstanding`
    : `Call${sum(data)} is still open${due(data)}`),
  'call.held': () => 'Call held: it is due, but its hold line is not crossed',
  'call.relapsed': data => `Held call demands again${due(data)}${data.dueRule ? ` (${data.dueRule})` : ''}`,
  'call.extended': data => `Call${sum(data)} extended${due(data)}${by(data)}${why(data.reason)}`,
  'call.waived': data => `Call waived${by(data)}${data.approvedBy ? ` and ${data.approvedBy}` : ''}${why(data.reason)}`,
  'call.met': data => `Call met${data.how ? ` ${how(data.how)}` : ''}`,
  'call.cancelled': data => `Call cancelled${why(data.reason)}`,
  'call.expired': data => `Call${sum(data)} was not met in time`,
  'liquidation.started': data => `Liquidation${isolated(data)} started${why(data.reason)}`
    + `${data.startsAt ? `, first order at ${utc(data.startsAt)}` : ''}`,
  'liquidation.orderRequested': data => `Liquidation order sent: ${order(data)}`
    + `${data.limit ? `, limit ${decimal(data.limit)}` : ''}`,
  'liquidation.feeCharged': data => `Liquidation fee of ${money(data.amount, data.currency)}${isolated(data)}`,
  'order.placed': data => `Order ${data.orderId ?? ''} works: ${order(data)}`
    + `${data.price ? ` at ${decimal(data.price)}` : ''}`,
  'order.cancelled': data => `Order ${data.orderId ?? ''} no longer works`,
  'order.cancelRequested': data => `Order ${data.orderId ?? ''} has to be cancelled${why(data.reason)}`,
  'liquidation.orderFilled': data =>
    `Liquidation ${DONE[data.side] ?? 'filled'} ${decimal(data.quantity ?? '')} ${data.symbol ?? ''}`
    + `${data.price ? ` at ${decimal(data.price)}` : ''}`,
  'liquidation.orderRejected': data => `Liquidation order ${data.orderId ?? ''} was rejected${why(data.reason)}`,
  'liquidation.completed': () => 'Liquidation completed',
  'liquidation.resumed': () => 'Liquidation goes on',
  'liquidation.paused': data => `Liquidation paused${why(data.reason)}`,
  'account.deficit': data =>
    `Deficit${isolated(data)} of ${money(data.amount, data.currency)}${data.treatment ? `, ${treatment(data.treatment)}` : ''}`,
  'debt.opened': data => `Debt of ${money(data.amount, data.currency)} opened${due(data)}`,
  'debt.grown': data => `The debt has grown to ${money(data.amount, data.currency)}`,
  'debt.reduced': data => `A part is paid: ${money(data.amount, data.currency)} of the debt are left`,
  'debt.overdue': data => `The debt of ${money(data.amount, data.currency)} is overdue`,
  'debt.defaulted': data => `The debt of ${money(data.amount, data.currency)} is in default`,
  'topUp.sourcesSet': data => `Top-up sources: ${data.sources || 'none'}${data.consent ? ', with consent' : ', without consent'}${by(data)}`,
  'topUp.requested': data => `${money(data.amount, data.currency)} asked of ${data.source ?? 'a source'}`,
  'topUp.completed': data => (/[1-9]/.test(data.amount ?? '')
    ? `Topped up with ${money(data.amount, data.currency)} from ${data.source ?? 'a source'}`
    : `${data.source ?? 'The source'} gave nothing${why(data.reason)}`),
  'topUp.exhausted': data => `All sources gave too little: ${money(data.amount, data.currency)} are missing`,
  'topUp.rearmed': () => 'The line is clear again; the next crossing asks the sources anew',
  'topUp.given': data => `${money(data.amount, data.currency)} given to ${data.to ?? 'another account'}`,
  'topUp.delivered': data => `${money(data.amount, data.currency)} arrived at the other account`,
  'account.deficitRepaid': () => 'The deficit is repaid',
  'account.compensated': data => `Deficit of ${money(data.amount, data.currency)} made good `
    + `${data.account ? `from ${data.account}` : 'from the insurance fund'}`,
  'balances.converted': data => `Balances of ${data.from ?? 'other currencies'} converted to `
    + `${money(data.amount, data.currency)}`,
  'account.incident': data => data.detail ?? 'Something was booked that should not have come about',
  'transfer.booked': data => `${capitalize(data.transferType ?? 'transfer')} booked: ${money(data.amount, data.currency)}`,
  'withdrawal.held': data => `Withdrawal of ${money(data.amount, data.currency)} held`,
  'withdrawal.confirmed': data => `Held withdrawal of ${money(data.amount, data.currency)} paid out`,
  'withdrawal.released': data => `Held withdrawal of ${money(data.amount, data.currency)} back in the balance`,
  'credit.granted': data => `Temporary credit of ${money(data.amount, data.currency)} granted${by(data)}${why(data.reason)}`,
  'credit.revoked': data => `Temporary credit of ${money(data.amount, data.currency)} taken back${by(data)}${why(data.reason)}`,
  'fill.booked': data => `${capitalize(DONE[data.side] ?? 'filled')} ${decimal(data.quantity ?? '')} ${data.symbol ?? ''}`
    + `${data.price ? ` at ${decimal(data.price)}` : ''}`,
  'collateral.moved': data => `Collateral ${data.direction === 'out' ? 'taken out' : 'deposited'}: `
    + `${decimal(data.quantity ?? '')} ${data.symbol ?? ''}`,
  'margin.moved': data => `${money(data.amount, data.currency)} moved ${data.direction === 'out' ? 'out of' : 'into'} `
    + `the isolated margin of ${data.symbol ?? 'a position'}`,
  'costs.accrued': data => costs(data.counted, data.waiting),
  'costs.charged': data => `Charged${isolated(data)}: ${(data.charges ?? [])
    .map(c => `${humanize(c.kind)} of ${c.subject} ${money(c.amount, c.currency)}`).join(', ')}`,
  'pnl.settled': data => `${data.symbol ?? 'Position'} settled at ${decimal(data.price ?? '')}: `
    + `${money(data.amount, data.currency)} moved to the balance`,
  'position.split': data => `${data.symbol ?? 'Security'} split: ${decimal(data.new ?? '')} new for `
    + `${decimal(data.old ?? '')} old units`,
  'dividend.booked': data => `Dividend of ${data.symbol ?? 'a security'}: ${money(data.amount, data.currency)}`,
  'fill.judged': () => 'A fill that had no price when it was booked is judged',
  'account.classChanged': data => `Client class changed from ${humanize(data.from ?? '')} to ${humanize(data.to ?? '')}`,
  'account.lastPreferred': data => (data.symbols
    ? `To be liquidated last: ${data.symbols}`
    : 'No instrument is preferred to be liquidated last'),
  'account.restricted': data => `Account restricted${data.until ? ` until ${utc(data.until)}` : ''}${why(data.reason)}`,
  'account.reinstated': data => `Restriction lifted${by(data)}${why(data.reason)}`,
  'stop.placed': data => `${stopKind(data.kind)} stop ${data.stopId ?? ''} at ${decimal(data.price ?? '')} protects `
    + `${data.side ?? ''} ${data.symbol ?? 'a position'}`
    + `${data.charged ? `, premium ${money(data.charged, data.currency)}` : ''}`,
  'stop.cancelled': data => `Stop ${data.stopId ?? ''} is gone${why(data.reason)}`,
  'stop.moved': data => `Trailing stop ${data.stopId ?? ''} moved to ${decimal(data.price ?? '')}`,
  'stop.triggered': data => `Stop ${data.stopId ?? ''} of ${data.symbol ?? 'a position'} at ${decimal(data.price ?? '')} reached`
    + `${data.triggeredBy ? ` by ${decimal(data.triggeredBy)}` : ''}`,
  'stop.orderRequested': data => `Stop order sent: ${order(data)}`,
  'stop.orderFilled': data => `Stop ${DONE[data.side] ?? 'filled'} ${decimal(data.quantity ?? '')} ${data.symbol ?? ''}`
    + `${data.price ? ` at ${decimal(data.price)}` : ''}`,
  'stop.orderRejected': data => `Stop order ${data.orderId ?? ''} was rejected${why(data.reason)}`,
  'stop.guaranteed': data => `Guaranteed stop ${DONE[data.side] ?? 'closed'} ${decimal(data.quantity ?? '')} `
    + `${data.symbol ?? ''} at exactly ${decimal(data.price ?? '')}`,
  'price.stale': data => `No fresh price of ${data.symbol ?? 'an instrument'}; accounts that hold it cannot be judged`,
  'price.resumed': data => `Prices of ${data.symbol ?? 'an instrument'} have resumed`,
};

function costs(counted = [], waiting = []) {
  const named = list => [...new Set(list.map(c => `${humanize(c.kind)} of ${c.subject}`))].join(', ');
  return [
    counted.length ? `Counted: ${named(counted)}` : '',
    waiting.length ? `Waiting for a published rate or price: ${named(waiting)}` : '',
  ].filter(Boolean).join('. ') || 'Nothing was counted';
}

function standing(event) {
  const margin = event.margin;
  if (!margin?.equity) return '';
  const currency = margin.currency ?? event.data?.currency;
  const level = margin.marginLevelPercent ? `, margin level ${percent(margin.marginLevelPercent)}` : '';
  return `: equity ${money(margin.equity, currency)} against maintenance margin `
    + `${money(margin.maintenanceMargin, currency)}${level}`;
}

const WAYS = {
  clearLevelReached: 'at its clear level',
  paid: 'by payment',
  positionsClosed: 'by closing the positions',
};
const how = way => WAYS[way] ?? `by ${humanize(way)}`;

const TREATMENTS = {
  debt: 'kept as a debt of the client',
  writtenOff: 'written off',
  insuranceFund: 'paid by the insurance fund',
};
const treatment = way => TREATMENTS[way] ?? humanize(way);

/** Reasons are codes (`callExpired`) or already sentences; only codes are taken apart. */
const reason = text => (/\s/.test(text) ? text : humanize(text));

function plainSentence(type, data) {
  const said = Object.entries(data)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .slice(0, 4)
    .map(([name, value]) => `${humanize(name)} ${detailValue(name, String(value))}`);
  return said.length ? capitalize(said.join(', ')) : capitalize(humanize(type));
}

const NEVER_GROUPED = /(id|sequence|version|epoch|number)$/i;
const TIME = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

/** A named value of an event or of an explanation: amounts grouped, times in UTC, ids as they are. */
export function detailValue(name, value) {
  if (TIME.test(value)) return utc(value, { seconds: true });
  return isDecimal(value) && !NEVER_GROUPED.test(name) ? decimal(value) : value;
}

/** What made the account judge itself: `price of CL`, `fill`, … */
export function causeWords(cause) {
  if (!cause?.kind) return '';
  return cause.symbol ? `${humanize(cause.kind)} of ${cause.symbol}` : humanize(cause.kind);
}
