/** Reading a QR code by camera or from a picture, on any page that needs one. */
import { readPicture, readPictureFile } from './qr-picture.ts';
import { button, element, paragraph, type Screen } from './screen.ts';

const pauseInMilliseconds = 150;

export interface Scanner {
  /** Camera first, then the picture. */
  readonly parts: readonly HTMLElement[];
  stop(): void;
}

/** @param found called once a code was read, after the camera was stopped */
export function createScanner(screen: Screen, found: (text: string) => void): Scanner {
  const { t } = screen;
  const video = element('video', {
    class: 'wallet-video',
    playsinline: true,
    muted: true,
    hidden: true,
    'aria-label': t('scan.video'),
  });
  const words = paragraph('', { role: 'status' });
  const start = button(t('scan.start'), () => void startCamera());
  const stopButton = button(t('scan.stop'), stop, true);
  stopButton.hidden = true;
  let stream: MediaStream | undefined;

  async function startCamera(): Promise<void> {
    start.disabled = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
      });
      video.srcObject = stream;
      video.hidden = false;
      await video.play();
      start.hidden = true;
      stopButton.hidden = false;
      words.textContent = t('scan.looking');
      await look();
    } catch {
      stop();
      words.textContent = t('scan.no-camera');
    } finally {
      start.disabled = false;
    }
  }

  async function look(): Promise<void> {
    while (stream) {
      const text = readPicture(video, video.videoWidth, video.videoHeight);
      if (text !== undefined) {
        stop();
        found(text);
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, pauseInMilliseconds));
    }
  }

  function stop(): void {
    for (const track of stream?.getTracks() ?? []) {
      track.stop();
    }
    stream = undefined;
    video.srcObject = null;
    video.hidden = true;
    start.hidden = false;
    stopButton.hidden = true;
    words.textContent = '';
  }

  async function readFile({ currentTarget }: Event): Promise<void> {
    const input = currentTarget as HTMLInputElement;
    const [file] = input.files ?? [];
    const text = file && (await readPictureFile(file));
    input.value = '';
    if (text === undefined) {
      words.textContent = file ? t('scan.file.none') : '';
    } else {
      stop();
      found(text);
    }
  }

  const file = element(
    'div',
    { class: 'govuk-form-group' },
    element('label', { class: 'govuk-label govuk-label--s', for: 'picture' }, t('scan.file')),
    element('div', { class: 'govuk-hint', id: 'picture-hint' }, t('scan.file.hint')),
    element('input', {
      class: 'govuk-file-upload',
      type: 'file',
      id: 'picture',
      accept: 'image/*',
      'aria-describedby': 'picture-hint',
      change: (event) => void readFile(event),
    }),
  );
  return { parts: [video, words, start, stopButton, file], stop };
}
