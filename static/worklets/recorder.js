/**
 * Hands over what the microphone hears, as it is: blocks of samples with the frame of the audio clock at which
 * they begin. Runs in the audio thread.
 */
class Recorder extends AudioWorkletProcessor {
  constructor() {
    super();
    this.block = new Float32Array(BLOCK_FRAMES);
    this.filled = 0;
  }

  process([input]) {
    const samples = input[0] ?? SILENCE;
    this.block.set(samples, this.filled);
    this.filled += samples.length;
    if (this.filled >= BLOCK_FRAMES) {
      const frame = currentFrame + samples.length - BLOCK_FRAMES;
      this.port.postMessage({ frame, samples: this.block }, [this.block.buffer]);
      this.block = new Float32Array(BLOCK_FRAMES);
      this.filled = 0;
    }
    return true;
  }
}

/** 43 ms at 48 kHz: a multiple of the 128 frames that come at a time. */
const BLOCK_FRAMES = 2048;
const SILENCE = new Float32Array(128);

registerProcessor("recorder", Recorder);
