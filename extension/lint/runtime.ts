// Entry of dist/lint.js: the linter, in a bundle of its own, so that a window which needs none of it does not load it.
export { readNotebook } from '../../server/environment/code/notebook';
export { rangeAt, sourceText } from '../../server/environment/text';
export { applyEdits, EditRefused } from '../../server/lint/apply-edits';
export { completionsAt } from '../../server/lint/completion';
export { fixAll } from '../../server/lint/fix-all';
export { readGitIgnore } from '../../server/lint/git-ignore';
export { grammarsNeeded } from '../../server/lint/grammars-needed';
export { hoverAt, versionsInWords } from '../../server/lint/hover';
export { createLinter } from '../../server/lint/linter';
export { isForeignFolder, maxListedFiles } from '../../server/lint/listing';
export { fileKind, maxNotebookBytes } from '../../server/lint/model';
export { withRepositoryOptions } from '../../server/lint/options';
export { isLintInput, readingOrder } from '../../server/lint/read-files';
export { rules } from '../../server/lint/table';
export { grammarsIn, loadGrammars } from '../../server/platform/grammars';
export { imagePlatform } from '../../server/platform/machine';
