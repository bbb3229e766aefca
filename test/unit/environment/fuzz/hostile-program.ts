// Reads every hostile text with every reader and says "done": started with little memory, it dies where one takes much.
import { sourceText } from '../../../../server/environment/text';
import { hostileTexts } from './hostile';
import { fuzzedReaders } from './readers';

for (const { path, read, grammar, largest } of fuzzedReaders) {
  for (const { make } of hostileTexts(grammar)) read(sourceText(path, make(largest)));
}
console.log('done');
