const TIMEOUT_MS = 10_000;

/** An answer that is no answer: the problem details of the server, or its silence (status 0). */
export class ApiError extends Error {
  constructor({ status, title, detail, code, retryAfterSeconds }) {
    super(detail || title);
    this.name = 'ApiError';
    Object.assign(this, { status, title, detail, code, retryAfterSeconds });
  }

  get unreachable() {
    // A gateway in front answers 502 to 504 without problem details when the server itself is gone.
    return this.status === 0 || (!this.code && this.status >= 502 && this.status <= 504);
  }
}

export const getJson = (path, signal) => askJson(path, {}, signal);

/** A question that takes a body and changes nothing. */
export const postJson = (path, body, signal) => askJson(path, {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(body),
}, signal);

async function askJson(path, { headers, ...options }, signal) {
  let response;
  try {
    response = await fetch(path, {
      ...options,
      headers: { accept: 'application/json', ...headers },
      cache: 'no-store',
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)].filter(Boolean)),
    });
  } catch (reason) {
    if (signal?.aborted) throw reason;
    const late = reason?.name === 'TimeoutError';
    throw new ApiError({
      status: 0,
      title: late ? 'The server is too slow' : 'The server does not answer',
      detail: late ? `No answer within ${TIMEOUT_MS / 1000} seconds.` : 'The connection was refused or lost.',
    });
  }
  if (!response.ok) throw await problem(response);
  try {
    return await response.json();
  } catch (reason) {
    if (signal?.aborted) throw reason;
    throw new ApiError({ status: 0, title: 'The answer was cut off', detail: 'What arrived is not complete JSON.' });
  }
}

async function problem(response) {
  const body = await response.json().catch(() => null);
  return new ApiError({
    status: response.status,
    title: body?.title ?? plainStatus(response.status),
    detail: body?.detail,
    code: body?.code,
    retryAfterSeconds: Number(response.headers.get('retry-after')) || undefined,
  });
}

function plainStatus(status) {
  switch (status) {
    case 401: return 'You are not signed in';
    case 403: return 'You may not see this';
    case 404: return 'Not found';
    case 429: return 'Too many requests';
    default: return status >= 500 ? 'The server failed' : 'The request was refused';
  }
}

export const accountPath = accountId => `/v1/accounts/${encodeURIComponent(accountId)}`;
