import type { LayerOrigin } from '../../plan/dockerfile/render';
import type { MessageCode, Plan } from '../../protocol';
import { renderMessage } from '../../protocol';
import { stepLabel } from '../../plan/step-label';

/** What the layers are called that every image has, and one that an engine of images does differently from a host. */
const ownLabels: Readonly<Record<string, MessageCode>> = {
  authorities: 'build.image-step.authorities',
  locale: 'build.image-step.locale',
  account: 'build.image-step.account',
  login: 'build.image-step.login',
  workdir: 'build.image-step.workdir',
  start: 'build.image-step.start',
  entry: 'build.image-step.entry',
  export: 'build.image-step.export',
};

/** What a layer does, for people; steps of the plan are called the same by every engine. */
export function layerLabel(plan: Plan): (layer: LayerOrigin) => string {
  return ({ id, op }) => {
    const own = op === 'apt-install' ? 'build.image-step.apt-install' : ownLabels[id];
    if (own !== undefined) return renderMessage(own);
    const step = plan.steps.find((one) => one.id === id);
    return step === undefined ? id : stepLabel(step);
  };
}
