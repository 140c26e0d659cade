import { html } from '../html.js';
import { clock, day, utc } from '../format.js';
import { href } from '../router.js';
import { causeWords, sentence } from '../sentences.js';
import { eventType } from '../words.js';

export function EventRow({ event, route, today, withAccount = true }) {
  const { word, tone } = eventType(event.type);
  const cause = causeWords(event.cause);
  return html`
    <li class=${`event tone-${tone}`}>
      <time datetime=${event.time} title=${utc(event.time, { seconds: true })}>
        ${day(event.time) !== today && html`${day(event.time)} `}${clock(event.time)}
      </time>
      <span class="event-type">${word}</span>
      ${withAccount && event.accountId && !event.accountId.includes(':') && html`
        <a class="event-account" href=${href({ ...route, accountId: event.accountId })} title=${event.accountId}>
          ${event.accountId}
        </a>`}
      <p>
        ${sentence(event)}
        ${cause && html`<span class="cause" title="What made the account judge itself"> · ${cause}</span>`}
      </p>
    </li>`;
}
