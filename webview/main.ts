import { StreamPage } from './page';
import type { PageToHost } from './protocol';
import { isHostToPage } from './protocol';

interface VsCodeApi {
  postMessage(message: PageToHost): void;
  setState(state: unknown): void;
}

declare function acquireVsCodeApi(): VsCodeApi;

const root = document.getElementById('root');
if (root) {
  const api = acquireVsCodeApi();
  const page = new StreamPage(root, {
    send: (message) => api.postMessage(message),
    keep: (state) => api.setState(state),
  });
  window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
    if (isHostToPage(data)) page.receive(data);
  });
  page.start();
}
