import { capitalize, humanize } from './format.js';

export const STAGES = [
  { id: 'healthy', word: 'Healthy', meaning: 'No line is crossed.' },
  { id: 'warning', word: 'Warning', meaning: 'Close to a margin call.' },
  { id: 'call', word: 'Call', meaning: 'A margin call is open; its grace period runs.' },
  { id: 'liquidating', word: 'Liquidating', meaning: 'Positions are being reduced by force.' },
  { id: 'deficit', word: 'Deficit', meaning: 'Equity is below zero after the last position is gone.' },
];

export const stageWord = id => STAGES.find(stage => stage.id === id)?.word ?? capitalize(humanize(id ?? 'unknown'));

export const EVENT_GROUPS = [
  { id: 'margin', word: 'Margin', prefixes: ['margin.'] },
  { id: 'call', word: 'Calls', prefixes: ['call.'] },
  { id: 'liquidation', word: 'Liquidations', prefixes: ['liquidation.'] },
  { id: 'account', word: 'Accounts', prefixes: ['account.', 'credit.', 'debt.', 'withdrawal.', 'topUp.', 'stop.'] },
  { id: 'other', word: 'Other', prefixes: [] },
];

export function eventGroup(type) {
  return EVENT_GROUPS.find(group => group.prefixes.some(prefix => type.startsWith(prefix)))?.id ?? 'other';
}

/** The types that an EventSource listens for by name, each with its words and how grave it is. */
export const EVENT_TYPES = {
  'margin.warning': { word: 'Margin warning', tone: 'warning' },
  'margin.recovered': { word: 'Margin recovered', tone: 'healthy' },
  'call.opened': { word: 'Call opened', tone: 'call' },
  'call.increased': { word: 'Call increased', tone: 'call' },
  'call.reminder': { word: 'Call reminder', tone: 'call' },
  'call.extended': { word: 'Call extended', tone: 'call' },
  'call.met': { word: 'Call met', tone: 'healthy' },
  'call.cancelled': { word: 'Call cancelled', tone: 'healthy' },
  'call.expired': { word: 'Call expired', tone: 'liquidating' },
  'call.held': { word: 'Call held', tone: 'warning' },
  'call.relapsed': { word: 'Call relapsed', tone: 'call' },
  'call.waived': { word: 'Call waived', tone: 'healthy' },
  'liquidation.started': { word: 'Liquidation started', tone: 'liquidating' },
  'liquidation.orderRequested': { word: 'Order requested', tone: 'liquidating' },
  'liquidation.orderFilled': { word: 'Order filled', tone: 'liquidating' },
  'liquidation.orderRejected': { word: 'Order rejected', tone: 'liquidating' },
  'liquidation.completed': { word: 'Liquidation completed', tone: 'healthy' },
  'liquidation.paused': { word: 'Liquidation paused', tone: 'warning' },
  'liquidation.resumed': { word: 'Liquidation resumed', tone: 'liquidating' },
  'liquidation.feeCharged': { word: 'Liquidation fee', tone: 'plain' },
  'order.cancelRequested': { word: 'Order has to go', tone: 'warning' },
  'account.restricted': { word: 'Account restricted', tone: 'warning' },
  'account.reinstated': { word: 'Account reinstated', tone: 'healthy' },
  'account.deficit': { word: 'Deficit', tone: 'deficit' },
  'debt.opened': { word: 'Debt opened', tone: 'deficit' },
  'debt.grown': { word: 'Debt grown', tone: 'deficit' },
  'debt.reduced': { word: 'Debt reduced', tone: 'plain' },
  'debt.overdue': { word: 'Debt overdue', tone: 'deficit' },
  'debt.defaulted': { word: 'Debt in default', tone: 'deficit' },
  'account.deficitRepaid': { word: 'Deficit repaid', tone: 'healthy' },
  'account.compensated': { word: 'Compensated', tone: 'healthy' },
  'balances.converted': { word: 'Balances converted', tone: 'plain' },
  'account.incident': { word: 'Incident', tone: 'warning' },
  'account.classChanged': { word: 'Client class changed', tone: 'plain' },
  'credit.granted': { word: 'Credit granted', tone: 'plain' },
  'credit.revoked': { word: 'Credit taken back', tone: 'warning' },
  'stop.triggered': { word: 'Stop triggered', tone: 'plain' },
  'stop.triggered': { word: 'Stop triggered', tone: 'warning' },
  'stop.orderRequested': { word: 'Stop order requested', tone: 'plain' },
  'stop.orderFilled': { word: 'Stop order filled', tone: 'plain' },
  'stop.orderRejected': { word: 'Stop order rejected', tone: 'warning' },
  'stop.guaranteed': { word: 'Guaranteed stop filled', tone: 'plain' },
  'topUp.requested': { word: 'Top-up requested', tone: 'plain' },
  'topUp.exhausted': { word: 'Top-up exhausted', tone: 'warning' },
  'topUp.sourcesSet': { word: 'Top-up sources', tone: 'plain' },
  'topUp.given': { word: 'Top-up given', tone: 'plain' },
  'topUp.completed': { word: 'Top-up completed', tone: 'healthy' },
  'price.stale': { word: 'Price stale', tone: 'warning' },
  'price.resumed': { word: 'Price resumed', tone: 'healthy' },
  'regime.activated': { word: 'Regime activated', tone: 'plain' },
  'instrument.marginChanged': { word: 'Margin terms changed', tone: 'plain' },
};

export const eventType = type => EVENT_TYPES[type] ?? { word: capitalize(humanize(type)), tone: 'plain' };

const MEASURES = {
  equity: 'equity',
  equityToMaintenance: 'equity ÷ maintenance margin',
  equityToInitial: 'equity ÷ initial margin',
  equityToUsedMargin: 'equity ÷ used margin',
  equityToMarketValue: 'equity ÷ market value',
  marginLevel: 'margin level (equity ÷ used margin)',
  collateralToLoan: 'collateral value ÷ loan',
};
export const measureWords = id => MEASURES[id] ?? humanize(id);

const COMPARATORS = {
  below: 'below',
  atOrBelow: 'at or below',
  above: 'above',
  atOrAbove: 'at or above',
};
export const comparatorWords = id => COMPARATORS[id] ?? humanize(id);

const RESTORED = {
  maintenance: 'maintenance margin',
  initial: 'initial margin',
  used: 'used margin',
  clearLevel: 'the clear level',
};

/** A call's basis as the end of a sentence: `restores maintenance margin`. */
export function basisWords(basis) {
  if (!basis) return '';
  const words = humanize(basis).replace(/^(restore|restores|to)\s+/, '');
  return `restores ${RESTORED[basis] ?? RESTORED[words] ?? words}`;
}

const CALL_STATES = {
  open: 'Open',
  held: 'Held: due, but not below the hold line',
  waived: 'Waived by two people',
};
export const callStateWords = state => CALL_STATES[state] ?? capitalize(humanize(state ?? ''));

const REASONS = {
  stopOut: 'The stop-out line was crossed',
  callExpired: 'A call was not met in time',
};
export const liquidationReasonWords = reason => REASONS[reason] ?? capitalize(humanize(reason ?? ''));

export const STOP_KINDS = { stopLoss: 'Stop loss', trailing: 'Trailing', guaranteed: 'Guaranteed' };
export const stopKind = kind => STOP_KINDS[kind] ?? capitalize(humanize(kind ?? ''));

export const SIDES = { buy: 'Buy', sell: 'Sell', long: 'Long', short: 'Short' };
export const sideWord = side => SIDES[side] ?? capitalize(humanize(side ?? ''));
