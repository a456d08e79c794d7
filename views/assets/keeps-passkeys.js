// <input type="hidden" data-keeps-passkeys>: nobody is offered a passkey on a device that cannot keep one.
for (const field of document.querySelectorAll('[data-keeps-passkeys]')) {
  globalThis.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.().then(
    (keeps) => {
      field.value = keeps ? 'yes' : '';
    },
    () => {},
  );
}
