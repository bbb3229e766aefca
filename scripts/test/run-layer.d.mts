export interface LayerRun {
  readonly layer: { readonly name: string; readonly verbose: boolean; readonly minutes: number };
  readonly files: readonly string[];
  readonly tree: string;
  readonly user: { readonly self: boolean };
  readonly output: string;
  readonly grep?: string;
  readonly quiet?: boolean;
  readonly graceSeconds?: number;
  readonly say?: (line: string) => void;
}
export interface LayerCounts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: readonly string[];
}
export function runLayer(run: LayerRun): Promise<LayerCounts>;
export function listTests(run: LayerRun): Promise<LayerCounts>;
