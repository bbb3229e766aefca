const component = '[a-z0-9]+(?:(?:\\.|_|__|-+)[a-z0-9]+)*';
const label = '[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?';
const host = `(?=[a-z0-9])${label}(?:\\.${label})*(?::\\d{1,5})?`;
const reference = new RegExp(
  `^(?:${host}/)?${component}(?:/${component})*(?::\\w[\\w.-]{0,127})?(?:@sha256:[0-9a-f]{64})?$`,
);

/**
 * True for a name that an image can have: `[host[:port]/]path[:tag][@digest]`. It begins with a small letter or a digit
 * (contracts/repo2docker.md section 9, `--image-name`).
 */
export function isImageReference(text: string): boolean {
  return text.length <= 512 && reference.test(text);
}
