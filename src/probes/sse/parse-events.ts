import type { SseEvent } from '../../model/observations/sse.ts';

/** Takes text as it arrives and gives each event once it is complete (HTML standard, §9.2.6). */
export function createEventParser(): (text: string) => SseEvent[] {
  let rest = '';
  let type = '';
  let data: string[] = [];
  let first = true;

  function field(line: string): void {
    const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (name === 'event') type = value;
    if (name === 'data') data.push(value);
  }

  function endOfEvent(): SseEvent[] {
    const event = { type: type || 'message', data: data.join('\n') };
    const complete = data.length > 0;
    type = '';
    data = [];
    return complete ? [event] : [];
  }

  return text => {
    rest += first ? text.replace(/^\uFEFF/, '') : text;
    first &&= text === '';
    // A lone CR at the end may be the first half of a CRLF.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    return lines.flatMap(line => {
      if (line === '') return endOfEvent();
      field(line);
      return [];
    });
  };
}
