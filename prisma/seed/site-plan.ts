import { crc32, deflateSync } from "node:zlib";

const width = 480;
const height = 300;
const paper = [250, 250, 248] as const;
const wall = [52, 60, 70] as const;
const floor = [222, 232, 240] as const;
const sensor = [214, 64, 48] as const;
const door = [240, 176, 64] as const;

type Colour = readonly [number, number, number];
type Box = { x: number; y: number; width: number; height: number };

/** A floor plan as PNG: an outer wall, `rooms` rooms in a row with a door each, two sensors in the marked room. */
export function drawSitePlan(rooms: number, marked: number): Uint8Array {
  const pixels = new Uint8Array(width * height * 3);
  fill(pixels, { x: 0, y: 0, width, height }, paper);
  fill(pixels, { x: 24, y: 40, width: 432, height: 220 }, wall);
  const roomWidth = Math.floor((432 - 8) / rooms);
  for (let room = 0; room < rooms; room += 1) {
    const box = { x: 32 + room * roomWidth, y: 48, width: roomWidth - 8, height: 204 };
    fill(pixels, box, floor);
    fill(pixels, { x: box.x + box.width / 2 - 20, y: 252, width: 40, height: 8 }, door);
    if (room === marked) {
      fill(pixels, { x: box.x + 20, y: 70, width: 12, height: 12 }, sensor);
      fill(pixels, { x: box.x + box.width - 32, y: 200, width: 12, height: 12 }, sensor);
    }
  }
  return encode(pixels);
}

function fill(pixels: Uint8Array, box: Box, colour: Colour): void {
  for (let y = Math.floor(box.y); y < box.y + box.height; y += 1) {
    for (let x = Math.floor(box.x); x < box.x + box.width; x += 1) {
      pixels.set(colour, (y * width + x) * 3);
    }
  }
}

/** PNG, 8-bit RGB, no filter (W3C PNG, third edition, 2025). */
function encode(pixels: Uint8Array): Uint8Array {
  const lines = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; y += 1) {
    lines.set(pixels.subarray(y * width * 3, (y + 1) * width * 3), y * (width * 3 + 1) + 1);
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(lines)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(kind: string, body: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(kind, "ascii"), body]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(body.length, 0);
  framed.set(named, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
