// Photos made small before they are sent, and the day they were taken, which drawing would lose.
const LONGEST = 1600;
const QUALITY = 0.8;
// Below this there is little to win.
const SMALL_BYTES = 300 * 1024;
const PHOTOS = ["image/jpeg", "image/webp", "image/heic", "image/heif"];
const HEAD_BYTES = 256 * 1024;
const [EXIF_POINTER, TAKEN, DIGITISED] = [0x8769, 0x9003, 0x9004];
const ASCII = 2;

let before = Promise.resolve();

// {small, taken}: a smaller JPEG or null, and "2026-11-24" or null. One photo at a time, for a
// phone's memory; what the browser cannot open goes as it is.
export function shrink(file) {
  before = before.then(() => shrunk(file)).catch(() => ({ small: null, taken: null }));
  return before;
}

async function shrunk(file) {
  if (!PHOTOS.includes(file.type)) return { small: null, taken: null };
  const taken = await takenOn(file).catch(() => null);
  if (file.size < SMALL_BYTES) return { small: null, taken };
  const small = await drawn(file).catch(() => null);
  return { small: small && small.size < file.size ? small : null, taken };
}

async function drawn(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  const pen = canvas.getContext("2d");
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
}

// -- EXIF of a JPEG ---------------------------------------------------------------------------------

async function takenOn(file) {
  const view = new DataView(await file.slice(0, HEAD_BYTES).arrayBuffer());
  const start = exifStart(view);
  if (start === null) return null;
  const little = view.getUint16(start) === 0x4949;
  const first = entries(view, start, start + view.getUint32(start + 4, little), little);
  const pointer = first.get(EXIF_POINTER);
  if (!pointer) return null;
  const details = entries(view, start, start + view.getUint32(pointer.value, little), little);
  const entry = details.get(TAKEN) ?? details.get(DIGITISED);
  if (!entry || entry.type !== ASCII) return null;
  const text = ascii(view, start + view.getUint32(entry.value, little), 10);
  return /^\d{4}:\d{2}:\d{2}$/.test(text) ? text.replaceAll(":", "-") : null;
}

// Where the TIFF header of the EXIF segment begins, or null.
function exifStart(view) {
  if (view.getUint16(0) !== 0xffd8) return null;
  let at = 2;
  while (at + 10 < view.byteLength && view.getUint8(at) === 0xff) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xda) return null;
    if (marker === 0xe1 && ascii(view, at + 4, 4) === "Exif") return at + 10;
    at += 2 + view.getUint16(at + 2);
  }
  return null;
}

function entries(view, start, at, little) {
  const found = new Map();
  const count = view.getUint16(at, little);
  for (let index = 0; index < count; index += 1) {
    const entry = at + 2 + 12 * index;
    found.set(view.getUint16(entry, little), {
      type: view.getUint16(entry + 2, little),
      value: entry + 8,
    });
  }
  return found;
}

function ascii(view, at, length) {
  return String.fromCharCode(...new Uint8Array(view.buffer, view.byteOffset + at, length));
}
