// A process that builds one repository and can be killed in the middle: <state root> <repository>.
import { buildIn, checkoutOf, hostWorld } from './engine-host';

const [, , root = '', repo = ''] = process.argv;

void (async () => {
  const world = await hostWorld(root);
  await buildIn(world, checkoutOf(repo, 'commit-1'));
})();
