import { html } from '../html.js';

/** An error in plain words. What counts up stays outside the live region, or it would be read out every time. */
export function Notice({ error, failures, children }) {
  const detail = error.detail && error.detail !== error.title ? error.detail : '';
  return html`
    <div class="notice">
      <div role="alert">
        <strong>${error.title}.</strong>${' '}${detail}${' '}${children}
      </div>
      <p class="notice-aside">
        Trying again by itself${failures > 1 ? `, ${failures} attempts so far` : ''}.
        ${error.code && html`${' '}Code <code>${error.code}</code>.`}
      </p>
    </div>`;
}

export function Empty({ title, children }) {
  return html`<div class="empty"><p class="empty-title">${title}</p><p>${children}</p></div>`;
}
