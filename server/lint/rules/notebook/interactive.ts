import type { RepositoryModel } from '../../model';
import type { Report } from '../../rule';
import { alsoAt } from './cells';
import { callsOf, codeFacts, definitionsOf, lastParts } from './code';

/** What waits for somebody to type. */
const questions = new Set(['input', 'raw_input', 'getpass', 'getpass.getpass', 'builtins.input']);

const lasts = lastParts(questions);

/** `drive.mount` of Colab asks, too; rules/notebook/colab.ts speaks of it. */
export function* checkInteractiveInput(model: RepositoryModel, path: string): Iterable<Report> {
  const facts = codeFacts(model, path);
  const asked = callsOf(facts, lasts).filter(
    ({ name, callee }) =>
      questions.has(name) && (name !== callee.text || definitionsOf(facts, name).length === 0),
  );
  const [first] = asked;
  if (first === undefined) return;
  yield {
    file: path,
    range: first.callee.range,
    args: { call: first.callee.text },
    related: alsoAt(
      path,
      asked.map((call) => call.callee.range),
      'nb-interactive-input.related',
    ),
    // What is archived is to be run again, without anybody there.
    ...(model.options.profile === 'archive' && { severity: 'error' }),
  };
}
