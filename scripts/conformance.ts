// Runs a file of conformance cases against the plan: npm run conformance -- FILE
import { readFileSync } from 'node:fs';
import { runSuite } from './conformance/report';
import { parseSuite } from './conformance/suite';

const [file] = process.argv.slice(2);
if (file === undefined) {
  console.error('usage: npm run conformance -- FILE');
  process.exitCode = 2;
} else {
  void runSuite(parseSuite(readFileSync(file, 'utf8'))).then(({ lines, failed }) => {
    for (const line of lines) console.log(line);
    process.exitCode = failed === 0 ? 0 : 1;
  });
}
