import { html, useState } from '../html.js';
import { humanize, utc } from '../format.js';
import { detailValue } from '../sentences.js';
import { Money, None } from './money.js';
import { Notice } from './notice.js';

/** The tree behind every number. What is open stays open while the figures move. */
export function Explanation({ poll, quiet }) {
  const [choice, setChoice] = useState({ all: null, paths: {} });
  const explanation = poll.data;
  const isOpen = (path, depth) => choice.paths[path] ?? choice.all ?? depth === 0;
  const toggle = (path, depth) =>
    setChoice(last => ({ ...last, paths: { ...last.paths, [path]: !(last.paths[path] ?? last.all ?? depth === 0) } }));
  const setAll = all => setChoice({ all, paths: {} });

  return html`
    <section class="panel explanation" aria-labelledby="explanation-title">
      <div class="panel-head">
        <h3 id="explanation-title">Explanation</h3>
        ${explanation && html`
          <span class="aside" title=${`As of ${utc(explanation.asOf, { seconds: true })}`}>
            ${explanation.regimeId} version ${explanation.regimeVersion}
          </span>`}
        <button type="button" onClick=${() => setAll(true)}>Expand all</button>
        <button type="button" onClick=${() => setAll(false)}>Collapse all</button>
      </div>
      ${poll.notable && !quiet && html`<${Notice} error=${poll.error} failures=${poll.failures} />`}
      ${!explanation && !poll.error && html`<p class="loading" role="status">Asking for the explanation…</p>`}
      ${explanation && html`
        <ul class="tree">
          ${explanation.nodes.map((node, index) => html`
            <${Branch} key=${`${index} ${node.label}`} node=${node} path=${`${index}`} depth=${0}
              currency=${explanation.currency} isOpen=${isOpen} toggle=${toggle} />`)}
        </ul>`}
      ${(explanation?.isolated ?? []).map(bucket => html`
        <h4 class="tree-title" key=${bucket.symbol}>Isolated ${bucket.symbol}</h4>
        <ul class="tree">
          ${bucket.nodes.map((node, index) => html`
            <${Branch} key=${`${index} ${node.label}`} node=${node} path=${`${bucket.symbol} ${index}`} depth=${0}
              currency=${explanation.currency} isOpen=${isOpen} toggle=${toggle} />`)}
        </ul>`)}
    </section>`;
}

const CHEVRON = html`
  <svg class="chevron" viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
    <path d="M3 1.5 6.5 5 3 8.5" />
  </svg>`;

function Branch({ node, path, depth, currency, isOpen, toggle }) {
  const children = node.children ?? [];
  const open = children.length > 0 && isOpen(path, depth);
  const line = html`
    <span class="node-label">${node.label}</span>
    ${node.rule && html`<code class="rule" title="Rule">${node.rule}</code>`}`;
  return html`
    <li class=${`depth-${Math.min(depth, 4)}`}>
      <div class="node">
        ${children.length
          ? html`
            <button type="button" class="node-toggle" aria-expanded=${open ? 'true' : 'false'}
              onClick=${() => toggle(path, depth)}>
              ${CHEVRON}
              ${line}
            </button>`
          : html`<div class="node-leaf">${line}</div>`}
        <span class="node-amount">${nodeAmount(node, currency)}</span>
        <${Details} details=${node.details} />
      </div>
      ${open && html`
        <ul>
          ${children.map((child, index) => html`
            <${Branch} key=${`${index} ${child.label}`} node=${child} path=${`${path}.${index}`} depth=${depth + 1}
              currency=${currency} isOpen=${isOpen} toggle=${toggle} />`)}
        </ul>`}
    </li>`;
}

function nodeAmount(node, currency) {
  if (node.amount === null || node.amount === undefined) return html`<${None} why="No amount" />`;
  return html`<${Money} value=${node.amount} currency=${node.currency ?? currency} title=${node.label} />`;
}

function Details({ details }) {
  if (!details?.length) return null;
  return html`
    <dl class="details">
      ${details.map(detail => html`
        <div key=${detail.name}>
          <dt>${humanize(detail.name)}</dt>
          <dd>${detailValue(detail.name, String(detail.value ?? '–'))}</dd>
        </div>`)}
    </dl>`;
}
