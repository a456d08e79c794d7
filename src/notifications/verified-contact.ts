/**
 * An e-mail address of which its owner has shown that it is theirs. Only there may a link go that does something for whoever opens it: at
 * an address that nobody confirmed, that may be a stranger.
 */

export interface Contact {
  readonly email?: string | undefined;
  readonly isVerified: boolean;
  readonly name: string;
  readonly locale: 'hu' | 'en';
}

export class VerifiedContact {
  readonly name: string;
  readonly locale: 'hu' | 'en';
  /** Private, so that neither an object that looks alike nor a copy with another address passes for one. */
  readonly #email: string;

  private constructor(email: string, { name, locale }: Contact) {
    this.#email = email;
    this.name = name;
    this.locale = locale;
  }

  /** @returns undefined where nobody confirmed an address */
  static of(contact: Contact): VerifiedContact | undefined {
    const { email, isVerified } = contact;
    return email && isVerified ? new VerifiedContact(email, contact) : undefined;
  }

  get email(): string {
    return this.#email;
  }
}

/** The same of a telephone, E.164. */
export class VerifiedPhone {
  readonly locale: 'hu' | 'en';
  readonly #number: string;

  private constructor(number: string, locale: 'hu' | 'en') {
    this.#number = number;
    this.locale = locale;
  }

  static of(owned: {
    readonly phone?: string | undefined;
    readonly isVerified: boolean;
    readonly locale: 'hu' | 'en';
  }): VerifiedPhone | undefined {
    const { phone, isVerified, locale } = owned;
    return phone && isVerified ? new VerifiedPhone(phone, locale) : undefined;
  }

  get number(): string {
    return this.#number;
  }
}

/** Where somebody is told of something at once: with a link that does something, or at an address that nobody confirmed, without. */
export type NoticeAddress =
  | VerifiedContact
  | VerifiedPhone
  | { readonly email?: string | undefined; readonly name: string; readonly locale: 'hu' | 'en' };
