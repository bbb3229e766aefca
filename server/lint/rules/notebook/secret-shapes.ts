/** A kind of secret that is told by how it looks. Prefixes are those that the services document. */
export interface SecretShape {
  /** As a person calls it. */
  readonly name: string;
  readonly pattern: RegExp;
}

/** Each begins with letters that hardly anything else has: so a text without them costs one search. */
export const secretShapes: readonly SecretShape[] = [
  { name: 'GitHub', pattern: /\bgh[pousr]_[A-Za-z0-9]{36,255}\b|\bgithub_pat_[A-Za-z0-9_]{60,255}\b/g },
  { name: 'GitLab', pattern: /\bglpat-[A-Za-z0-9_-]{20,64}/g },
  { name: 'AWS', pattern: /(?<!Credential=)(?<!KeyId=)\b(?:AKIA|ASIA)[A-Z2-7]{16}\b/g },
  { name: 'OpenAI', pattern: /\bsk-(?:proj-|svcacct-|ant-[a-z0-9]+-)?[A-Za-z0-9_-]{32,200}/g },
  { name: 'Slack', pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{20,200}/g },
  { name: 'Google', pattern: /\bAIza[A-Za-z0-9_-]{35}\b/g },
  { name: 'Hugging Face', pattern: /\bhf_[A-Za-z0-9]{30,60}\b/g },
  { name: 'PyPI', pattern: /\bpypi-AgE[A-Za-z0-9_-]{50,250}/g },
  { name: 'SendGrid', pattern: /\bSG\.[A-Za-z0-9_-]{20,24}\.[A-Za-z0-9_-]{40,50}/g },
  { name: 'Mapbox', pattern: /\bsk\.eyJ[A-Za-z0-9_-]{40,250}\.[A-Za-z0-9_-]{20,30}/g },
  { name: 'Kaggle', pattern: /"key"\s{0,2}:\s{0,2}"[0-9a-f]{32}"/g },
  { name: 'private key', pattern: /-----BEGIN (?:[A-Z]{2,9} )?PRIVATE KEY-----/g },
];

/** Beginnings of all shapes: a text without any of them holds none of these secrets. */
export const secretBeginnings =
  /gh[pousr]_|github_pat_|glpat-|AKIA|ASIA|\bsk-|xox[abeoprs]-|AIza|hf_|pypi-AgE|SG\.|sk\.eyJ|"key"|PRIVATE KEY-/;

/** Something that is named like a secret and given a long text: `ACCESS_TOKEN = "…"`, `"api_key": "…"`. */
export const namedSecret =
  /(?:token|secret|api_?key|access_?key|auth_?key|private_?key)\w{0,20}["']?\s{0,4}[=:]\s{0,4}["']?([A-Za-z0-9+/=_.~-]{24,200})/gi;

/** An address with a name and a password in it, of a host whose name has a dot. */
export const passwordInAddress =
  /\b[a-z][a-z0-9+]{2,20}:\/\/[^\s:@/'"]{1,60}:([^\s@/'"<>]{6,80})@(?!localhost|127\.|example\.)[\w-]+\.\w/g;

/** A name of this kind: what is searched first. */
export const secretNames = /token|secret|key/i;
