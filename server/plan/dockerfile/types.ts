import type { StepOp, StepUser } from '../../protocol';

/** Where a Dockerfile finds uv, the scripts of `buildScripts`, the Jupyter locks and the entry script. */
export type ToolsSource =
  /** An image that the engine made beforehand: nothing of it but the entry script stays in the result. */
  | { readonly kind: 'image'; readonly reference: string }
  /** A stage of the Dockerfile itself, with the files written into its text: it builds anywhere. */
  | {
      readonly kind: 'stage';
      readonly files: Readonly<Record<string, string>>;
      readonly uvVersion: string;
      /** Packages of the conda client, as pip takes them; none unless told otherwise. */
      readonly condaPackages?: readonly string[];
    };

export interface DockerfileOptions {
  /** The whole image, or one of the two images that it is built in: environment first, content upon it. */
  readonly part: 'all' | 'environment' | 'content';
  /** What the part is built upon: the base, or (for `content`) the environment's image. */
  readonly from: string;
  readonly tools: ToolsSource;
  /** Folder of the build context that holds the repository; '' when the context is the repository itself. */
  readonly repoFolder: string;
  /** The context has `settings/installer.sh`, which is read where packages are installed. */
  readonly settings: boolean;
  /** Names of the secrets that the builder can ask for; none unless told otherwise. */
  readonly secrets?: readonly string[];
  /** The context has `authorities/*.crt`, which go into the image's trust store. */
  readonly authorities: boolean;
  /** Who shares package caches with this build. Absent: no cache mounts. */
  readonly trustDomain?: string;
  /** Labels besides the plan's own. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Which step of the plan a layer belongs to; `engine` for what every image has. */
export interface LayerOrigin {
  readonly id: string;
  readonly op: StepOp | 'engine';
}

export interface Dockerfile {
  readonly text: string;
  /** One entry per instruction that the builder counts as a step of the last stage, in its order. */
  readonly layers: readonly LayerOrigin[];
}

/** One instruction of the last stage. */
export interface Instruction {
  readonly text: string;
  /** Absent on what only changes the image's configuration, which the builder does not count. */
  readonly origin?: LayerOrigin;
  /** Who it runs as; absent where that does not matter. */
  readonly user?: StepUser;
}
