import { html } from '../html.js';
import { capitalize, decimal, humanize, ratio } from '../format.js';
import { comparatorWords, measureWords } from '../words.js';

/** The regime's lines: where each is drawn, where the account stands, and which are crossed. */
export function StageLines({ explanation }) {
  const lines = explanation?.lines ?? [];
  return html`
    <section class="panel" aria-labelledby="lines-title">
      <div class="panel-head"><h3 id="lines-title">Stage lines</h3></div>
      ${explanation && !lines.length && html`
        <p class="loading">This regime draws no lines for the account as it stands.</p>`}
      ${!explanation && html`<p class="loading">Asking for the lines…</p>`}
      ${byMeasure(lines).map(([measure, group]) => html`
        <div key=${measure} class="measure">
          <p class="measure-name"><span>${capitalize(measureWords(measure))}</span><b>${ratio(group[0].value)}</b></p>
          <${Scale} lines=${group} />
          <${LineTable} lines=${group} measure=${measure} />
        </div>`)}
    </section>`;
}

const UNMEASURED = 'No value: unpriced, or nothing to measure';

function byMeasure(lines) {
  const groups = new Map();
  for (const line of lines) groups.set(line.measure, [...(groups.get(line.measure) ?? []), line]);
  return [...groups];
}

function LineTable({ lines, measure }) {
  return html`
    <table class="line-table">
      <caption class="visually-hidden">Lines on ${measureWords(measure)}</caption>
      <thead class="visually-hidden">
        <tr><th scope="col">Line</th><th scope="col">Crossed when</th><th scope="col">State</th></tr>
      </thead>
      <tbody>
        ${lines.map(line => html`
          <tr key=${line.name} class=${line.crossed ? 'crossed' : ''}>
            <th scope="row">${capitalize(humanize(line.name))}</th>
            <td>${comparatorWords(line.comparator)} <b>${decimal(line.threshold)}</b></td>
            <td class="line-state" title=${line.value ? `Value ${line.value}` : UNMEASURED}>${stateOf(line)}</td>
          </tr>`)}
      </tbody>
    </table>`;
}

function stateOf(line) {
  if (line.crossed) return html`<span class="line-crossed"><span aria-hidden="true">✕</span> Crossed</span>`;
  if (line.value === null || line.value === undefined) return 'Not measured';
  return html`<span class="line-clear"><span aria-hidden="true">✓</span> Not crossed</span>`;
}

/** A drawing of the table below it; doubles serve, because only pixels depend on them. */
function Scale({ lines }) {
  const value = lines[0].value === null ? null : Number(lines[0].value);
  const thresholds = lines.map(line => Number(line.threshold));
  const highest = Math.max(...thresholds);
  if (!(highest > 0)) return null;
  const end = Math.max(highest * 1.5, Math.min(value ?? 0, highest * 3) * 1.1);
  const at = number => `${Math.max(0, Math.min(100, (number / end) * 100))}%`;
  return html`
    <div class="scale" aria-hidden="true">
      <span class="scale-danger" style=${{ width: at(highest) }}></span>
      ${lines.map(line => html`
        <span key=${line.name} class=${line.crossed ? 'scale-line crossed' : 'scale-line'}
          style=${{ left: at(Number(line.threshold)) }}></span>`)}
      ${value !== null && html`<span class="scale-value" style=${{ left: at(value) }}></span>`}
    </div>`;
}
