/** What each route of ours records that changes or discloses something: every POST, PUT and DELETE, and downloads. */
import { nothing, type Recorded } from './recorded.ts';

const leadsOn = nothing('checks what was typed and leads to the page that acts');
const draft = nothing('changes what nobody but this browser has begun; its end is recorded');
const ownSecretOnce = nothing('a code of their own that was shown a moment ago; what made it is recorded');

export const recordedByRoutes: Readonly<Record<string, Recorded>> = {
  // Programs of the operator
  'POST /admin/clients': ['client.added', 'administration.refused'],
  'PUT /admin/clients/:id': ['client.changed'],
  'DELETE /admin/clients/:id': ['client.removed'],
  'POST /admin/clients/:id/secret': ['client.secret-rotated'],
  'POST /admin/clients/:id/disable': ['client.disabled'],
  'POST /admin/clients/:id/enable': ['client.enabled'],

  // Operators, on their pages
  'POST /operator/calendar': leadsOn,
  'POST /operator/relying-parties': leadsOn,
  'POST /operator/queues/:queue': ['dead-letter.retried'],
  'POST /operator/relying-parties/new': ['client.added'],
  'POST /operator/relying-party/:id/change': ['client.changed'],
  'POST /operator/relying-party/:id/logo': [
    'client.logo-fetched',
    'client.logo-approved',
    'client.logo-withdrawn',
  ],
  'POST /operator/relying-party/:id/:action': [
    'client.disabled',
    'client.enabled',
    'client.secret-rotated',
    'client.removed',
  ],

  // Signing in
  'POST /interaction/:uid/password': ['password.refused', 'password.verified', 'guesses.locked', 'signed-in'],
  'POST /interaction/:uid/new-password': ['password.changed', 'signed-in'],
  'POST /interaction/:uid/personal-data': ['personal-data.completed', 'signed-in'],
  'POST /interaction/:uid/code': ['code.refused', 'signed-in'],
  'POST /interaction/:uid/cancel': ['plus.cancelled', 'cancellation.refused', 'password.refused'],
  'POST /interaction/:uid/passkey': ['passkey.refused', 'signed-in'],
  'POST /interaction/:uid/passkey-offer/:action': ['passkey.added'],
  'POST /interaction/:uid/factor': leadsOn,
  'POST /interaction/:uid/one-time-code/:action': ['one-time-code.sent', 'code.refused', 'signed-in'],
  'POST /interaction/:uid/enrol/:action': [
    'enrolment.started',
    'enrolment.abandoned',
    'plus.activated',
    'password.refused',
  ],
  'POST /interaction/:uid/not-me': leadsOn,
  'POST /interaction/:uid/consent': ['consent.given'],
  'POST /interaction/:uid/give-up': nothing(
    'nothing goes out and nothing changes; the service hears access_denied',
  ),
  'POST /interaction/:uid/wallet/:action': ['presentation.declined', 'presentation.refused', 'signed-in'],

  // A citizen's own pages
  'POST /fiok/igenyles/:action': [
    'enrolment.started',
    'enrolment.abandoned',
    'plus.activated',
    'cancellation-code.replaced',
    'password.refused',
  ],
  'POST /fiok/megerosites': ['code.refused', 'password.refused'],
  'POST /fiok/megerosites/azonositokulcs': ['passkey.refused'],
  'POST /fiok/azonositokulcsok/uj': ['passkey.added'],
  'POST /fiok/azonositokulcsok/:id/atnevezes': ['passkey.renamed'],
  'POST /fiok/azonositokulcsok/:id/eltavolitas': ['passkey.removed'],
  'POST /fiok/eszkozok/:id/eltavolitas': ['authenticator.forgotten'],
  'POST /fiok/torlokod-proba': ['cancellation.refused'],
  'POST /fiok/jelszo': ['password.changed', 'password.refused'],
  'POST /fiok/belepesek/kijelentkezes-mindenhol': ['sessions.ended'],
  'POST /fiok/belepesek/:handle/kijelentkezes': ['session.ended'],
  'POST /fiok/szolgaltatasok/:clientId/visszavonas': ['access.revoked'],
  'POST /fiok/naplo/:id/nem-en-voltam': [
    'sessions.ended',
    'authenticator.frozen',
    'wallet.revoked',
    'wallet.unlinked',
  ],
  'GET /fiok/naplo/:id/igazolas': nothing(
    'an entry that its owner reads on the page as well, with public hashes',
  ),
  'POST /fiok/adataim/kapu-adataim.json': ['data.downloaded'],
  'POST /fiok/adataim/olvashato': ['data.downloaded'],
  'POST /fiok/elerhetoseg/email': ['password.refused'],
  'POST /fiok/elerhetoseg/email/megerosites': ['contact.changed'],
  'POST /fiok/elerhetoseg/email/elvetes': draft,
  'POST /fiok/fiok-megszuntetese': ['closing.requested', 'password.refused'],
  'POST /fiok/fiok-megszuntetese/visszavonas': ['closing.withdrawn'],
  'POST /fiok/keresek/:handle/jovahagyas': ['approval.given'],
  'POST /fiok/keresek/:handle/elutasitas': ['approval.refused'],
  'POST /fiok/megszuntetes': ['plus.cancelled', 'cancellation.refused'],
  'POST /fiok/tarcaim/uj': ['wallet.issued'],
  'POST /fiok/tarcaim/:id/visszavonas': ['wallet.revoked'],
  'POST /fiok/tarcaim/:id/levalasztas': ['wallet.unlinked'],
  'POST /fiok/hivatali-keres': ['desk.request-cancelled'],
  'torlokod.txt': ownSecretOnce,

  // Without a session
  'POST /megszuntetes': ['plus.cancelled', 'cancellation.refused', 'password.refused'],
  'POST /aktivalas': ['activation.refused'],
  'POST /aktivalas/jelszo': ['account.activated'],
  'POST /elfelejtett-jelszo': ['password-reset.asked'],
  'POST /elfelejtett-jelszo/ujra': ['password-reset.asked'],
  'POST /elfelejtett-jelszo/kod': ['password-reset.refused'],
  'POST /jelszo-hivatkozas/:token': ['browser.let-in'],
  'POST /elfelejtett-jelszo/megtartom': ['browser.let-in'],
  'POST /elfelejtett-jelszo/uj-jelszo': ['password.reset', 'password-reset.refused'],
  'POST /elfelejtett-felhasznalonev': ['username.asked'],
  'POST /nem-en-voltam/:token': ['authenticator.frozen', 'sessions.ended'],
  'POST /hivatali-keres/:token': ['desk.request-cancelled'],

  // Wallets
  'POST /vp/request/:id': nothing('hands out what is asked of a wallet, which holds no data of anybody'),
  'POST /vp/response/:id': [
    'presentation.verified',
    'presentation.refused',
    'presentation.declined',
    'wallet.linked',
  ],
  'POST /desk': ['desk.data-viewed', 'desk.look-up-refused'],
  'POST /desk/oversight/look-ups': leadsOn,
  'POST /desk/oversight/log': ['oversight.person-viewed', 'oversight.inquiry-refused'],
  'POST /desk/oversight/log/export': ['oversight.exported'],

  // The desk
  'POST /desk/register': ['desk.registered', 'desk.second-account-registered', 'desk.registration-refused'],
  'POST /desk/forgotten-username': ['desk.username-found', 'desk.look-up-refused'],
  'POST /desk/case/:case': [
    'desk.identity-checked',
    'identification.raised',
    'identification.renewed',
    'personal-data.completed',
  ],
  'POST /desk/case/:case/reset': ['desk.request-proposed', 'desk.action-refused'],
  'POST /desk/case/:case/second-account': ['desk.request-proposed', 'desk.action-refused'],
  'POST /desk/case/:case/restore': ['desk.request-proposed', 'desk.action-refused'],
  'POST /desk/requests/:request/approve': ['desk.request-approved', 'desk.action-refused'],
  'POST /desk/requests/:request/refuse': ['desk.request-refused', 'desk.action-refused'],
  'POST /desk/case/:case/cancel-request': ['desk.request-cancelled-at-window'],
  'POST /desk/case/:case/enrol': ['desk.enrolment-supervised', 'desk.pairing-refused'],
  'POST /desk/case/:case/activation-code': ['desk.activation-code-issued'],
  'POST /desk/case/:case/unlock': ['desk.unlocked'],
  'POST /desk/case/:case/suspend': ['desk.suspended'],
  'POST /desk/case/:case/name': ['desk.name-changed'],
};

/** Files that browsers keep (`ctx.attachment`), by where they are made, and their rows. */
export const downloads: Readonly<Record<string, keyof typeof recordedByRoutes>> = {
  'src/enrolling/cancellation-code-step.ts': 'torlokod.txt',
  'src/self-service/history/history-routes.ts': 'GET /fiok/naplo/:id/igazolas',
  'src/self-service/account/data-routes.ts': 'POST /fiok/adataim/kapu-adataim.json',
  'src/desk-door/audit-review/log-download.ts': 'POST /desk/oversight/log/export',
};
