// The one place that knows where the vendored libraries live. No import map: it would have to be an inline script,
// which the content security policy forbids.
import { h } from '../vendor/preact/preact.mjs';
import htm from '../vendor/htm/htm.mjs';

export { Fragment, render } from '../vendor/preact/preact.mjs';
export { useEffect, useLayoutEffect, useMemo, useRef, useState } from '../vendor/preact/hooks.mjs';
export const html = htm.bind(h);
