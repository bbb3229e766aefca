export const commands: readonly string[];
export function commandLine(args: readonly string[], example: string): string[];
