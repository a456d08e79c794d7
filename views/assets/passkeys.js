// Passkeys: the browser is asked, and its answer is sent with the form that asked. Without this script those forms stay hidden.
// What browsers differ in is in @simplewebauthn/browser, which is loaded before.

const webAuthn = globalThis.SimpleWebAuthnBrowser;

function answer(form, credential) {
  form.elements.credential.value = JSON.stringify(credential);
  form.submit();
}

function tell(form, error) {
  const isKnown = error?.name === 'InvalidStateError';
  const known = form.querySelector('[data-passkey-known]');
  const failed = form.querySelector('[data-passkey-failed]');
  (isKnown && known ? known : failed).hidden = false;
}

async function ask(form) {
  const optionsJSON = JSON.parse(form.dataset.passkeyOptions);
  for (const told of form.querySelectorAll('[role="alert"]')) told.hidden = true;
  const button = form.querySelector('button');
  button.setAttribute('aria-busy', 'true');
  try {
    const isNew = form.dataset.passkey === 'create';
    answer(form, await webAuthn[isNew ? 'startRegistration' : 'startAuthentication']({ optionsJSON }));
  } catch (error) {
    tell(form, error);
  } finally {
    button.removeAttribute('aria-busy');
  }
}

// The field for the user name offers passkeys. Whoever types, or presses the button, ends that, which is no failure.
async function offerInField(form) {
  const field = document.querySelector('input[autocomplete~="webauthn"]');
  if (!field || !(await webAuthn.browserSupportsWebAuthnAutofill())) return;
  const optionsJSON = JSON.parse(form.dataset.passkeyOptions);
  try {
    answer(form, await webAuthn.startAuthentication({ optionsJSON, useBrowserAutofill: true }));
  } catch {
    // Another ceremony began, or the page is being left.
  }
}

if (webAuthn?.browserSupportsWebAuthn()) {
  for (const needed of document.querySelectorAll('[data-passkey-needs]')) needed.hidden = true;
  for (const possible of document.querySelectorAll('[data-passkey-can]')) possible.hidden = false;
  for (const form of document.querySelectorAll('form[data-passkey]')) {
    form.hidden = false;
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      ask(form);
    });
    if (form.dataset.passkey === 'get') offerInField(form);
  }
}

// <div hidden data-passkey-signal="signalUnknownCredential" data-passkey-signalled="{…}">: authenticators drop what is removed, and
// show what is renamed, where the browser passes it on.
for (const { dataset } of document.querySelectorAll('[data-passkey-signal]')) {
  globalThis.PublicKeyCredential?.[dataset.passkeySignal]?.(JSON.parse(dataset.passkeySignalled)).catch(
    () => {},
  );
}
