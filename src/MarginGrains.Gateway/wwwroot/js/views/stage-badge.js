import { html } from '../html.js';
import { STAGES, stageWord } from '../words.js';

// A shape of its own per stage, so that the stage is told without colour.
const SHAPES = {
  healthy: html`<path d="M3 6.3 5.2 8.5 9.2 3.8" />`,
  warning: html`<path d="M6 1.8 11 10.4H1Z M6 5v2.4 M6 8.9v.2" />`,
  call: html`
    <path d="M6 1.4a3.2 3.2 0 0 1 3.2 3.2c0 3 1.3 3.9 1.3 3.9h-9s1.3-.9 1.3-3.9A3.2 3.2 0 0 1 6 1.4ZM5 10.4h2" />`,
  liquidating: html`<path d="M2.2 2.4 6 6.2l3.8-3.8M2.2 6.4 6 10.2l3.8-3.8" />`,
  deficit: html`<path d="M1.5 1.5h9v9h-9ZM3.8 6h4.4" />`,
};

export function StageIcon({ stage }) {
  return html`
    <svg class="stage-icon" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">${SHAPES[stage]}</svg>`;
}

export function StageBadge({ stage, large = false }) {
  const meaning = STAGES.find(known => known.id === stage)?.meaning;
  return html`
    <span class=${`stage stage-${stage}${large ? ' stage-large' : ''}`} title=${meaning}>
      <${StageIcon} stage=${stage} />${stageWord(stage)}
    </span>`;
}
