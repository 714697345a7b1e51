import { fill, fillText, unique } from '../matching/template.ts';
import type { HttpRequest } from '../model/observations/http.ts';
import type { Probe } from '../model/probe.ts';
import { sendRequest } from './send-request.ts';

/** Fills in `{{unique}}`, anew in each cycle, so that a request that creates something can be sent again. */
function filled(request: HttpRequest): HttpRequest {
  const variables = { unique: unique() };
  return {
    ...request,
    path: fillText(request.path, variables),
    headers: fill(request.headers, variables),
    body: request.body === undefined ? undefined : fillText(request.body, variables),
    json: fill(request.json, variables),
  };
}

/** Sends one request. */
export const probe: Probe<'http'> = {
  id: 'http',
  observe: (request, context) => sendRequest(filled(request), context),
};
