/** Masked contacts: enough of an address or a number for its owner to know it, and too little for anybody else. */

/** `a•••@minta.example` */
export function maskedEmail(email: string): string {
  return email.replace(/^(.)[^@]*/u, '$1•••');
}

/** `+36•••67`: the country, and the last two digits. */
export function maskedPhone(number: string): string {
  return `${number.slice(0, 3)}•••${number.slice(-2)}`;
}
