import { html } from '../html.js';
import { clock, count, day } from '../format.js';
import { href } from '../router.js';

const STATES = {
  live: { word: 'Live', meaning: 'Figures are asked for every second, events arrive as they happen.' },
  connecting: { word: 'Connecting', meaning: 'The first answer is on its way.' },
  reconnecting: { word: 'Events reconnecting', meaning: 'Figures are live; events resume where they broke off.' },
  gone: { word: 'No answer', meaning: 'The server does not answer. The page keeps trying.' },
};

export function Header({ summary, connection, route }) {
  const asOf = summary.data?.asOf;
  return html`
    <header class="top">
      <a class="brand" href=${href({})}>
        <img src="favicon.svg" alt="" width="28" height="28" />
        <h1>MarginGrains <span>risk desk</span></h1>
      </a>
      <${FindAccount} route=${route} />
      <div class="market-time" title="Market time: the time on which every figure was judged">
        <span class="label">Market time</span>
        <time datetime=${asOf}><span class="day">${day(asOf)}</span> <b>${clock(asOf)}</b> UTC</time>
      </div>
      <${Sweep} summary=${summary.data} />
      <${Connection} state=${stateOf(summary, connection)} />
    </header>`;
}

/** Accounts are judged in full all the time although no guard asks for it: the proof that nobody is missed. */
function Sweep({ summary }) {
  if (!summary) return null;
  const { swept, disagreements } = summary;
  return html`
    <div class=${`sweep${disagreements ? ' sweep-wrong' : ''}`}
      title="Accounts judged although no guard asked for it, and those a guard should have woken: it must stay 0">
      <span class="label">Guards checked</span>
      <span><b class="swept">${count(swept)}</b>, <b class="disagreements">${count(disagreements)}</b>
        ${' '}${disagreements === 1 ? 'disagreement' : 'disagreements'}</span>
    </div>`;
}

function stateOf(summary, connection) {
  if (summary.error) return 'gone';
  return summary.data ? connection : 'connecting';
}

function Connection({ state }) {
  const { word, meaning } = STATES[state];
  return html`
    <div class=${`connection connection-${state}`} role="status" title=${meaning}>
      <span class="dot" aria-hidden="true"></span>
      <span class="visually-hidden">Connection:${' '}</span>${word}
    </div>`;
}

function FindAccount({ route }) {
  function open(submitted) {
    submitted.preventDefault();
    const accountId = new FormData(submitted.target).get('accountId').trim();
    if (accountId) location.hash = href({ ...route, accountId });
  }
  return html`
    <form class="find" role="search" onSubmit=${open}>
      <label class="visually-hidden" for="find-account">Open an account by its id</label>
      <input id="find-account" name="accountId" type="search" placeholder="Open account by id"
        autocomplete="off" autocapitalize="off" spellcheck="false" />
      <button type="submit">Open</button>
    </form>`;
}
