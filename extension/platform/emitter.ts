/** Undoes what was done: the shape of `vscode.Disposable`, for code that does not know the editor. */
export interface Disposable {
  dispose(): void;
}

/** Tells listeners of something, in the order in which they came. */
export interface Emitter<T> {
  listen(listener: (value: T) => void): Disposable;
  fire(value: T): void;
}

export function createEmitter<T>(): Emitter<T> {
  const listeners = new Set<(value: T) => void>();
  return {
    listen: (listener) => {
      listeners.add(listener);
      return { dispose: () => void listeners.delete(listener) };
    },
    fire: (value) => {
      for (const listener of [...listeners]) listener(value);
    },
  };
}
