/**
 * What a citizen who types a device's code may be told on the page where they type it, as the engine says it.
 *
 * oidc-provider 9.13.3: `oidc-provider/lib/helpers/re_render_errors.js`.
 * Why: it hands these errors to the page, and looks out for them in what our adapter throws, but does not export their classes.
 * Held by: test/flows/device.test.ts, "cannot confirm from another site, or twice at once, or with what is no code"
 * Held by: test/flows/device.test.ts, "that has expired says so to the device and to the citizen"
 */
export {
  AbortedError,
  AlreadyUsedError,
  ExpiredError,
  NoCodeError,
  ReRenderError,
} from 'oidc-provider/lib/helpers/re_render_errors.js';
