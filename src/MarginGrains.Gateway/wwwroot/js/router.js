import { useEffect, useState } from './html.js';

export const SORTS = ['danger', 'excessLiquidity'];

/** `#/`, `#/accounts/{id}`; the list's stage and sort travel in the query, so that a link shows what its sender saw. */
export function parse(hash) {
  const [path, query = ''] = hash.replace(/^#/, '').split('?');
  const options = new URLSearchParams(query);
  const match = /^\/accounts\/([^/]+)$/.exec(path);
  return {
    accountId: match ? decode(match[1]) : null,
    stage: options.get('stage'),
    sort: SORTS.includes(options.get('sort')) ? options.get('sort') : SORTS[0],
  };
}

export function href({ accountId, stage, sort }) {
  const options = new URLSearchParams();
  if (stage) options.set('stage', stage);
  if (sort && sort !== SORTS[0]) options.set('sort', sort);
  const query = options.size ? `?${options}` : '';
  return `#/${accountId ? `accounts/${encodeURIComponent(accountId)}` : ''}${query}`;
}

export function useRoute() {
  const [route, setRoute] = useState(() => parse(location.hash));
  useEffect(() => {
    const follow = () => setRoute(parse(location.hash));
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  return route;
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
