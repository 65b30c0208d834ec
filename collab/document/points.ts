import { CANVAS_HEIGHT, CANVAS_WIDTH, type StrokePoint } from "./schema.ts";

/**
 * A stroke's points as one immutable binary value: about 6 bytes a point, where an array of numbers in
 * the document would cost ten times that and an item of history each.
 *
 * | bytes | holds |
 * | --- | --- |
 * | u8 | version, 1 |
 * | u8 | flags: 1 = time steps take two bytes |
 * | f32, f32 | the first point's x and y, little-endian as everything here |
 * | u8 | its pressure, 0 … 255 |
 * | i16, i16, u8, u8 or u16 | per further point: dx and dy in sixteenths of a canvas unit, pressure, milliseconds since the point before |
 */
export const MAX_POINTS_BYTES = 64 * 1024;

/** How far past the canvas's edges a point may lie, in canvas units. */
export const POINT_MARGIN = 200;

/**
 * @param points at least one; x and y are clamped to the canvas and its margin, pressure to 0 … 1, a
 *   time step to 0 … 65,535 ms. Positions come back within 1/32 of a unit.
 * @throws RangeError for no points, a number that is not finite, or more than 64 KB.
 */
export function packPoints(points: readonly StrokePoint[]): Uint8Array {
  const first = points[0];
  if (!first) throw new RangeError("a stroke needs at least one point");
  for (const { x, y, pressure, timeMs } of points) {
    if (![x, y, pressure, timeMs].every(Number.isFinite)) {
      throw new RangeError("a stroke's points must be finite numbers");
    }
  }
  const steps = timeSteps(points);
  const wideTime = steps.some((ms) => ms > 255);
  const byteLength = HEADER_BYTES + (points.length - 1) * pointBytes(wideTime);
  if (byteLength > MAX_POINTS_BYTES) {
    throw new RangeError(`a stroke of ${points.length} points is over 64 KB: split it`);
  }
  const bytes = new Uint8Array(byteLength);
  const data = new DataView(bytes.buffer);
  const anchorX = Math.fround(clampX(first.x));
  const anchorY = Math.fround(clampY(first.y));
  data.setUint8(0, VERSION);
  data.setUint8(1, wideTime ? WIDE_TIME : 0);
  data.setFloat32(2, anchorX, true);
  data.setFloat32(6, anchorY, true);
  data.setUint8(10, pressureByte(first.pressure));
  let at = HEADER_BYTES;
  let lastX = 0;
  let lastY = 0;
  for (let i = 1; i < points.length; i++) {
    const point = points[i]!;
    const x = Math.round((clampX(point.x) - anchorX) * SUBDIVISION);
    const y = Math.round((clampY(point.y) - anchorY) * SUBDIVISION);
    data.setInt16(at, x - lastX, true);
    data.setInt16(at + 2, y - lastY, true);
    data.setUint8(at + 4, pressureByte(point.pressure));
    if (wideTime) data.setUint16(at + 5, steps[i]!, true);
    else data.setUint8(at + 5, steps[i]!);
    at += pointBytes(wideTime);
    [lastX, lastY] = [x, y];
  }
  return bytes;
}

/** @throws RangeError for bytes that `packPoints` cannot have made. */
export function unpackPoints(bytes: Uint8Array): StrokePoint[] {
  if (bytes.byteLength < HEADER_BYTES || bytes.byteLength > MAX_POINTS_BYTES) {
    throw new RangeError(`packed points take 11 to 65,536 bytes, not ${bytes.byteLength}`);
  }
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = data.getUint8(1);
  if (data.getUint8(0) !== VERSION || (flags & ~WIDE_TIME) !== 0) {
    throw new RangeError("these are not packed points of version 1");
  }
  const wideTime = (flags & WIDE_TIME) !== 0;
  const stride = pointBytes(wideTime);
  if ((bytes.byteLength - HEADER_BYTES) % stride !== 0) {
    throw new RangeError("the packed points end in the middle of a point");
  }
  const anchorX = data.getFloat32(2, true);
  const anchorY = data.getFloat32(6, true);
  let [x, y, timeMs] = [0, 0, 0];
  const points = [onCanvas(anchorX, anchorY, data.getUint8(10), timeMs)];
  for (let at = HEADER_BYTES; at < bytes.byteLength; at += stride) {
    x += data.getInt16(at, true);
    y += data.getInt16(at + 2, true);
    timeMs += wideTime ? data.getUint16(at + 5, true) : data.getUint8(at + 5);
    const pressure = data.getUint8(at + 4);
    points.push(onCanvas(anchorX + x / SUBDIVISION, anchorY + y / SUBDIVISION, pressure, timeMs));
  }
  return points;
}

const VERSION = 1;
const WIDE_TIME = 1;
const HEADER_BYTES = 11;
const SUBDIVISION = 16;

function pointBytes(wideTime: boolean): number {
  return wideTime ? 7 : 6;
}

function timeSteps(points: readonly StrokePoint[]): number[] {
  let last = Math.round(points[0]!.timeMs);
  return points.map(({ timeMs }) => {
    const step = Math.min(65_535, Math.max(0, Math.round(timeMs) - last));
    last += step;
    return step;
  });
}

function onCanvas(x: number, y: number, pressure: number, timeMs: number): StrokePoint {
  const outside = !(Math.abs(x - clampX(x)) <= 1 && Math.abs(y - clampY(y)) <= 1);
  if (outside) throw new RangeError("a packed point lies far outside the canvas");
  return { x, y, pressure: pressure / 255, timeMs };
}

function clampX(x: number): number {
  return Math.min(CANVAS_WIDTH + POINT_MARGIN, Math.max(-POINT_MARGIN, x));
}

function clampY(y: number): number {
  return Math.min(CANVAS_HEIGHT + POINT_MARGIN, Math.max(-POINT_MARGIN, y));
}

function pressureByte(pressure: number): number {
  return Math.round(Math.min(1, Math.max(0, pressure)) * 255);
}
