/** What an operator decides in a file each: enrolment, the world outside, the desk, the audit log. */
import { z } from 'zod';
import { collectorTlsSchema } from './connections/collector-tls.ts';

export const hostAndPort = z
  .string()
  .regex(/^([\w.-]+|\[[\da-f:.]+\])(:\d{1,5})?$/i, 'must be host or host:port');

export const enrolmentPolicySchema = z.strictObject({
  /** How long an application waits for its owner's notice where there is no verified address, in hours. */
  wait_without_email_hours: z.number().min(24).max(720),
});

export type EnrolmentPolicy = z.output<typeof enrolmentPolicySchema>;

export const outgoingSchema = z.strictObject({
  /** In-house services that we may reach though their addresses are not public, also over http: `host` or `host:port`. */
  private_hosts: z.array(hostAndPort).default([]),
  /** How long a relying party that cannot be told of a sign-out is tried, in hours. */
  give_up_logouts_after_hours: z.number().min(1).max(168).default(24),
});

export type OutgoingPolicy = z.output<typeof outgoingSchema>;

export const deskSchema = z.strictObject({
  /** Where clerks sit. Without any there is no desk. */
  offices: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9-]{1,40}$/),
        name: z.string().min(1).max(80),
        'name#en': z.string().min(1).max(80).optional(),
      }),
    )
    .default([]),
  /** Whoever has one of these roles comes in with a passkey alone. */
  passkey_roles: z.array(z.enum(['clerk', 'supervisor', 'auditor', 'operator'])).default([]),
  /** People whom one clerk may look up in an hour. */
  look_ups_per_hour: z.int().min(1).max(1000).default(30),
  /** Between the approval of a request and its effect, in hours: for who can be told of it, and for who cannot. */
  delay_hours: z
    .strictObject({ with_contact: z.number().min(1).max(720), without_contact: z.number().min(1).max(720) })
    .default({ with_contact: 24, without_contact: 72 }),
  /** How long a proposal awaits the second person, in days. */
  proposals_last_days: z.int().min(1).max(30).default(7),
});

/** `config/desk.json`. */
export type DeskPolicy = z.output<typeof deskSchema>;

export const operatorSchema = z.strictObject({
  /** Whether there are pages for operators. */
  enabled: z.boolean().default(false),
});

/** `config/operator.json`. */
export type OperatorPolicy = z.output<typeof operatorSchema>;

/** `config/passkeys.json`. */
export const passkeysSchema = z.strictObject({
  /** The host that passkeys are bound to, where it is not the issuer's: of before a move. */
  rp_id: z
    .string()
    .regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/, 'must be a host in small letters')
    .optional(),
  /** Other origins of ours at which passkeys of this host are used, as browsers are told (WebAuthn Level 3 §5.11). */
  related_origins: z
    .array(
      z
        .string()
        .regex(/^https:\/\/[a-z0-9.-]+(:\d{1,5})?$/, 'must be an origin such as https://kapu.example'),
    )
    .max(5)
    .default([]),
});

export type PasskeysPolicy = z.output<typeof passkeysSchema>;

export const auditSchema = z.strictObject({
  /** A signed checkpoint at the latest after so many events, */
  checkpoint_every_events: z.int().min(1).max(100_000).default(1000),
  /** and after so long if there is anything new. */
  checkpoint_every_seconds: z.int().min(1).max(86_400).default(60),
  /** Where a copy goes; absent: nowhere. */
  ship_to: z
    .discriminatedUnion('kind', [
      /** A directory, one file a month. */
      z.strictObject({ kind: z.literal('files'), directory: z.string().min(1) }),
      /** RFC 5424 over TLS (RFC 5425), or over TCP on this machine (RFC 6587 §3.4.1). */
      z.strictObject({
        kind: z.literal('syslog'),
        host: z.string().min(1),
        port: z.int().min(1).max(65_535),
        tls: collectorTlsSchema.optional(),
      }),
    ])
    .optional(),
  /** Whole months that are kept beside the one that runs; absent: all. Nothing goes before it was shipped. */
  keep_months: z.int().min(1).max(600).optional(),
});

export type AuditPolicy = z.output<typeof auditSchema>;
