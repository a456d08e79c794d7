/** QR codes as SVG, drawn into the page itself: sharp on every screen and on paper, and nothing is fetched. */
/** @returns the `d` of one SVG path and the side length of its view box, quiet zone included. */
export async function qrPath(text: string): Promise<{ path: string; side: number }> {
  // Loaded with the first one: most sign-ins show none.
  const { default: QRCode } = await import('qrcode');
  const { modules } = QRCode.create(text, { errorCorrectionLevel: 'M' });
  const quietZone = 4;
  const rows = Array.from({ length: modules.size }, (_, y) =>
    Array.from({ length: modules.size }, (_, x) =>
      modules.get(y, x) ? `M${x + quietZone} ${y + quietZone}h1v1h-1z` : '',
    ),
  );
  return { path: rows.flat().join(''), side: modules.size + 2 * quietZone };
}
