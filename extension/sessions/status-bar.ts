import { commandIds } from '../platform/commands';
import type { Disposable } from '../platform/emitter';
import type { Vs } from '../platform/vs';
import { statusText } from './status-text';
import type { Store } from './store';

/** The one item in the status bar: the window's state in a word; its click opens the menu. */
export function createStatusBar(
  vs: Pick<Vs, 'window' | 'l10n' | 'StatusBarAlignment' | 'MarkdownString'>,
  store: Store,
): Disposable {
  const item = vs.window.createStatusBarItem('bindery.session', vs.StatusBarAlignment.Left, 50);
  item.name = 'Bindery';
  item.command = commandIds.showMenu;
  const draw = (): void => {
    const status = statusText(store.states(), vs.l10n.t);
    if (!status) {
      item.hide();
      return;
    }
    const tooltip = new vs.MarkdownString(status.tooltip);
    tooltip.isTrusted = { enabledCommands: Object.values(commandIds) };
    item.text = status.text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: status.label, role: 'button' };
    item.show();
  };
  draw();
  const listener = store.onDidChange.listen(draw);
  return {
    dispose: () => {
      listener.dispose();
      item.dispose();
    },
  };
}
