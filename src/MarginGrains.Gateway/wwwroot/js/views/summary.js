import { html } from '../html.js';
import { count, utc } from '../format.js';
import { usePoll } from '../poll.js';
import { href } from '../router.js';
import { STAGES } from '../words.js';
import { Money } from './money.js';
import { StageIcon } from './stage-badge.js';

const SELDOM = { interval: 5_000 };

/** Accounts by stage (each a filter of the list below) and what the desk watches besides. */
export function Summary({ summary, route }) {
  return html`
    <section class="summary" aria-label="Summary">
      <nav class="stages" aria-label="Accounts by stage">
        <${StageTile} word="All accounts" total=${summary?.accounts} selected=${!route.stage && !route.accountId}
          link=${href({ sort: route.sort })} />
        ${STAGES.map(stage => html`
          <${StageTile} key=${stage.id} ...${stage} total=${summary?.stages[stage.id]}
            selected=${route.stage === stage.id && !route.accountId}
            link=${href({ sort: route.sort, stage: stage.id })} />`)}
        <${Proportions} summary=${summary} />
      </nav>
      <dl class="facts">
        <${Fact} name="Open calls" value=${count(summary?.openCalls)} tone=${summary?.openCalls ? 'call' : ''}
          title="Margin calls that are not yet met" />
        <${Fact} name="Liquidations" value=${count(summary?.liquidationsRunning)}
          tone=${summary?.liquidationsRunning ? 'liquidating' : ''} title="Liquidations running now" />
        <${Fact} name="Unpriced" value=${count(summary?.unpriced)} tone=${summary?.unpriced ? 'warning' : ''}
          title="Accounts with a missing or stale mark: they are not judged, and not liquidated" />
        <${Markets} />
        <${InsuranceFund} fund=${summary?.insuranceFund} />
        <${Fact} name="Accepted prices" value=${count(summary?.prices)}
          aside=${summary ? `${count(summary.instruments)} instruments` : ''} />
      </dl>
    </section>`;
}

function StageTile({ id, word, meaning, total, selected, link }) {
  return html`
    <a class=${`tile${id ? ` tile-${id}` : ''}${total ? '' : ' tile-zero'}`} href=${link} title=${meaning}
      aria-current=${selected ? 'true' : undefined}>
      <span class="tile-word">${id && html`<${StageIcon} stage=${id} />`}${word}</span>
      <span class="tile-total">${count(total)}</span>
    </a>`;
}

function Proportions({ summary }) {
  const parts = STAGES.filter(stage => summary?.stages[stage.id]);
  return html`
    <div class="proportions" aria-hidden="true">
      ${parts.map(stage => html`
        <span key=${stage.id} class=${`part-${stage.id}`} style=${{ flexGrow: summary.stages[stage.id] }}></span>`)}
    </div>`;
}

function Fact({ name, value, aside, tone, title, long = false }) {
  return html`
    <div class=${`fact${tone ? ` fact-${tone}` : ''}`} title=${title}>
      <dt>${name}</dt>
      <dd class=${long ? 'fact-long' : ''}>${value}${aside && html`<span class="aside">${aside}</span>`}</dd>
    </div>`;
}

/** How many calendars' markets are closed; in its title each with what trades there and when that changes. */
function Markets() {
  const calendars = usePoll('/v1/calendars', SELDOM).data?.data ?? [];
  const instruments = usePoll('/v1/instruments', SELDOM).data?.data ?? [];
  const used = calendars.map(calendar => ({
    ...calendar, symbols: instruments.filter(i => i.calendar === calendar.calendarId).map(i => i.symbol),
  })).filter(calendar => calendar.symbols.length);
  if (!used.length) return null;
  const closed = used.filter(calendar => !calendar.isOpen);
  const lines = used.map(calendar => {
    const change = calendar.isOpen ? calendar.nextClosing : calendar.nextOpening;
    const until = change ? ` until ${utc(change)}` : '';
    return `${calendar.calendarId} ${calendar.isOpen ? 'open' : 'closed'}${until}: ${calendar.symbols.join(', ')}`;
  });
  return html`
    <${Fact} name="Closed markets" value=${count(closed.length)} aside=${`of ${count(used.length)}`}
      title=${lines.join('\n')} />`;
}

function InsuranceFund({ fund }) {
  const balances = Object.entries(fund ?? {});
  const value = balances.length
    ? balances.map(([currency, balance]) => html`
      <span key=${currency} class="fund"><${Money} value=${balance} currency=${currency} cut /></span>`)
    : count(null);
  return html`<${Fact} name="Insurance fund" value=${value} long title="Pays deficits when the regime says so" />`;
}
