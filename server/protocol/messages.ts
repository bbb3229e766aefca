import templates from '../../l10n/messages.en.json';

/** Names of the message templates: the keys of l10n/messages.en.json, the only list of them. */
export type MessageCode = keyof typeof templates;

export type MessageArgs = Readonly<Record<string, string | number | boolean>>;

/** A sentence as data: rendered by whoever shows it, in that reader's language. */
export interface Message {
  readonly code: MessageCode;
  readonly args?: MessageArgs;
}

/**
 * The sentence for `code`, each `{name}` replaced by its argument. An argument that was not given stays visible as
 * `{name}`, because a hole in an error message helps nobody. `table` holds another language's templates.
 */
export function renderMessage(
  code: MessageCode,
  args: MessageArgs = {},
  table: Readonly<Partial<Record<MessageCode, string>>> = templates,
): string {
  return fillTemplate(table[code] ?? templates[code], args);
}

/** `template` with each `{name}` replaced by its argument, as renderMessage does it. */
export function fillTemplate(template: string, args: MessageArgs): string {
  return template.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = args[name];
    return value === undefined ? hole : String(value);
  });
}
