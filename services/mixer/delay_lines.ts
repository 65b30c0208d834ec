/** A delay with its own memory, read and written a block at a time. */
export interface DelayLine {
  readonly memory: Float32Array;
  position: number;
}

export function delayLine(samples: number): DelayLine {
  return { memory: new Float32Array(samples), position: 0 };
}

/** Replaces a block by what came in `memory.length` samples ago. */
export function delayBlock(line: DelayLine, block: Float32Array): void {
  const { memory } = line;
  let { position } = line;
  for (let i = 0; i < block.length; i++) {
    const delayed = memory[position]!;
    memory[position] = block[i]!;
    block[i] = delayed;
    if (++position === memory.length) position = 0;
  }
  line.position = position;
}

/** Schroeder's all-pass, in place: smears an onset without colouring a steady sound. */
export function allPassBlock(line: DelayLine, block: Float32Array, feedback: number): void {
  const { memory } = line;
  let { position } = line;
  for (let i = 0; i < block.length; i++) {
    const delayed = memory[position]!;
    const stored = block[i]! + feedback * delayed + 1e-20;
    memory[position] = stored;
    block[i] = delayed - feedback * stored;
    if (++position === memory.length) position = 0;
  }
  line.position = position;
}
