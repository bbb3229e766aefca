// Mocha's own spec or dot report, and beside it one line per test in a file, so that the layers' counts can be summed
// even when a layer is ended before its last test.
const { appendFileSync } = require('node:fs');
const { reporters } = require('mocha');

module.exports = function report(runner, options) {
  const { results, verbose } = options.reporterOptions;
  const note = (line) => appendFileSync(results, `${JSON.stringify(line)}\n`);
  const of = (state) => (test) => note({ state, title: test.fullTitle() });
  runner.on('pass', of('passed'));
  runner.on('fail', of('failed'));
  runner.on('pending', of('skipped'));
  runner.once('end', () => note({ state: 'end' }));
  return new (verbose === 'yes' ? reporters.Spec : reporters.Dot)(runner, options);
};
