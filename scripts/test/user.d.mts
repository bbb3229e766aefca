export interface TestUser {
  readonly name?: string;
  readonly uid: number;
  readonly gid: number;
  readonly home: string;
  readonly self: boolean;
}
export const testUserName: string;
export function testUser(): TestUser | undefined;
export function commandAs(user: TestUser, argv: readonly string[]): string[];
export function environmentOf(user: TestUser, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv;
export function canRead(user: TestUser, file: string): boolean;
