/** The only way to the server: requests of JSON:API, and their failures as errors. */

import { HttpError } from 'ra-core';
import { tokenHeaders } from './auth';
import { httpError, type ErrorObject } from './errors';
import { parseExact, stringify, withTexts } from './json';

const MEDIA_TYPE = 'application/vnd.api+json';

export interface Document {
  data?: ResourceObject | ResourceObject[] | null;
  included?: ResourceObject[];
  meta?: Record<string, unknown>;
  links?: Record<string, string | null | undefined>;
  errors?: ErrorObject[];
}

export interface Identifier {
  type: string;
  id: string;
}

export interface ResourceObject extends Identifier {
  attributes?: Record<string, unknown>;
  meta?: Record<string, unknown>;
  relationships?: Record<string, { data?: Identifier | Identifier[] | null }>;
}

interface Options {
  method?: string;
  body?: unknown;
  signal?: AbortSignal | undefined;
  headers?: Record<string, string>;
}

/** How often a server that asks us to wait is asked again. */
const TRIES = 3;

export const request = async (address: string, options: Options = {}): Promise<Document> => {
  const headers: Record<string, string> = { Accept: MEDIA_TYPE, ...tokenHeaders(), ...options.headers };
  if (options.body !== undefined) headers['Content-Type'] = headers['Content-Type'] ?? MEDIA_TYPE;
  const init: RequestInit = {
    method: options.method ?? 'GET',
    headers,
    ...(options.body === undefined ? {} : { body: stringify(options.body) }),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  };
  for (let attempt = 1; ; attempt += 1) {
    const response = await fetchOrSay(address, init);
    const mayWait = response.status === 429 && attempt < TRIES;
    if (!mayWait) return answer(response);
    await seconds(Number(response.headers.get('Retry-After')) || 1);
  }
};

const seconds = (count: number): Promise<void> => new Promise((done) => setTimeout(done, Math.min(count, 10) * 1000));

const fetchOrSay = async (address: string, init: RequestInit): Promise<Response> => {
  try {
    return await fetch(address, init);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new HttpError('app.error.unreachable', 0);
  }
};

/** The numbers of attributes keep their digits as numbers: whoever knows the columns makes of them what they are. */
const exactly = (text: string): Document => {
  const { data, included, ...rest } = parseExact(text) as Document;
  return { ...(withTexts(rest) as Document), ...(data === undefined ? {} : { data }), ...(included === undefined ? {} : { included }) };
};

const answer = async (response: Response): Promise<Document> => {
  const text = await response.text();
  let document: Document = {};
  try {
    document = text === '' ? {} : exactly(text);
  } catch {
    if (response.ok) throw new HttpError('app.error.unreadable', response.status);
  }
  if (!response.ok) throw httpError(response.status, document.errors ?? []);
  return document;
};
