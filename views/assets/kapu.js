// Progressive enhancement for the hosted pages. Every page works without it.

const status = document.createElement('div');
status.className = 'govuk-visually-hidden';
status.setAttribute('role', 'status');
document.body.append(status);

function announce(text) {
  status.textContent = '';
  setTimeout(() => {
    status.textContent = text;
  }, 50);
}

document.querySelector('[data-error-summary]')?.focus();

// What was typed stays with this page's entry in the tab's history, where browsers themselves keep it for whoever comes back: so a reload
// loses nothing either. Never passwords and codes, as in web/form/kept-form.ts.
const isHeld = ({ name, type }) =>
  type !== 'hidden' && name && !/^_|password|code|credential|last_four/.test(name);
const propertyOf = ({ type }) => (type === 'radio' || type === 'checkbox' ? 'checked' : 'value');
for (const form of document.querySelectorAll('#typed')) {
  const fields = [...form.elements].filter(isHeld);
  const [{ type }] = performance.getEntriesByType('navigation');
  const held = type === 'reload' ? (history.state?.typed ?? []) : [];
  for (const [position, text] of held.entries()) {
    if (fields[position]) fields[position][propertyOf(fields[position])] = text;
  }
  form.addEventListener('input', () => {
    history.replaceState({ typed: fields.map((field) => field[propertyOf(field)]) }, '');
  });
}

// <textarea data-one-line>: a long code, shown whole.
for (const field of document.querySelectorAll('[data-one-line]')) {
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    field.form.requestSubmit();
  });
}

// <button type="button" hidden data-copy="secret-key" data-copied-text="Copied">Copy</button>
// Copies keys and codes: the spaces between their groups are for reading only.
for (const button of document.querySelectorAll('[data-copy]')) {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) continue;
  const label = button.textContent;
  button.hidden = false;
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(source.textContent.replace(/\s+/g, ''));
    } catch {
      getSelection().selectAllChildren(source);
      return;
    }
    announce(button.dataset.copiedText);
    button.textContent = button.dataset.copiedText;
    setTimeout(() => {
      button.textContent = label;
    }, 3000);
  });
}

// <button type="button" hidden data-print>Print</button>
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => print());
}

for (const button of document.querySelectorAll('[data-password-toggle]')) {
  const input = document.getElementById(button.getAttribute('aria-controls'));
  const reveal = (shown) => {
    input.type = shown ? 'text' : 'password';
    button.textContent = shown ? button.dataset.hide : button.dataset.show;
  };
  button.hidden = false;
  button.addEventListener('click', () => reveal(input.type === 'password'));
  // A password left readable must not be kept by the browser as ordinary text.
  input.form?.addEventListener('submit', () => reveal(false));
}

// <span role="timer" data-countdown-to="2030-01-16T08:05:00Z" data-countdown-now="2030-01-16T08:00:00Z">05:00</span>
// data-countdown-now is the server's clock when it wrote the page: a device whose clock is wrong still counts right.
const pad = (number) => String(number).padStart(2, '0');
for (const element of document.querySelectorAll('[data-countdown-to]')) {
  const written = Date.parse(element.dataset.countdownNow);
  const skew = Number.isNaN(written) ? 0 : written - performance.timeOrigin;
  const end = Date.parse(element.dataset.countdownTo);
  let before = 0;
  // Nobody is hurried: it is said once when a minute is left, and once when it is over.
  const say = (left) => {
    if (left <= 60 && before > 60 && element.dataset.countdownMinute)
      announce(element.dataset.countdownMinute);
    if (left === 0 && before > 0 && element.dataset.countdownOver) announce(element.dataset.countdownOver);
    before = left;
  };
  element.closest('[data-countdown-shown]')?.removeAttribute('hidden');
  // One that came to nothing, since something else led the page elsewhere just then, leaves the page as it was.
  const reload = () => {
    location.reload();
    setTimeout(reload, 10_000);
  };
  const tick = () => {
    const left = Math.max(0, Math.ceil((end - skew - Date.now()) / 1000));
    element.textContent = `${pad(Math.floor(left / 60))}:${pad(left % 60)}`;
    say(left);
    if (left > 0) setTimeout(tick, 250);
    else if ('reloadAtEnd' in element.dataset) setTimeout(reload, 300);
  };
  if (!Number.isNaN(end)) tick();
}

// <div data-watch="/interaction/…/wallet/status">: another device is awaited; the page is loaded anew once something changed.
for (const element of document.querySelectorAll('[data-watch]')) {
  const look = async () => {
    try {
      const answer = await fetch(element.dataset.watch, { headers: { accept: 'application/json' } });
      const { state } = answer.ok ? await answer.json() : { state: 'waiting' };
      if (state !== 'waiting') {
        location.reload();
        return;
      }
    } catch {
      // Offline for a moment; the button is there all the same.
    }
    setTimeout(look, 2000);
  };
  setTimeout(look, 2000);
}

// A second press within three seconds is a slip of the finger, not a second wish.
const submitted = new WeakMap();
document.addEventListener('submit', (event) => {
  const now = Date.now();
  if (now - (submitted.get(event.target) ?? 0) < 3000) event.preventDefault();
  else submitted.set(event.target, now);
});

// <form data-submit-at-once>: nothing is asked here, the button is for those without scripts.
for (const form of document.querySelectorAll('form[data-submit-at-once]')) {
  form.requestSubmit();
}
