import type { EventBody, MessageArgs, MessageCode } from '../protocol';
import { renderMessage } from '../protocol';

/** A sentence of ours in the phase `fetching`. */
export function fetching(
  code: MessageCode,
  args: MessageArgs = {},
  more: Partial<EventBody> = {},
): EventBody {
  return { phase: 'fetching', code, args, message: renderMessage(code, args), ...more };
}
