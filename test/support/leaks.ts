/** Whether a secret stands in a text. Not within a longer number: instants of a log have every eight digits once in a while. */
export function leaks(text: string, secret: string): boolean {
  const literally = secret.replace(/[^\w]/g, '\\$&');
  const isNumber = /^\d+$/.test(secret);
  return new RegExp(isNumber ? `(?<!\\d)${literally}(?!\\d)` : literally).test(text);
}
