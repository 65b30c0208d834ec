import { meterFraction } from "../transport/mixing.ts";
import { type Level, levelWords } from "./level.ts";

export interface InputMeterProps {
  readonly level: Level;
  onForgetClip(): void;
}

/** How loud the microphone is: the bar, the mark of the last peak, and a lamp that stays lit after a clip. */
export function InputMeter({ level, onForgetClip }: InputMeterProps) {
  return (
    <div class="input-meter">
      <div
        class="meter"
        role="meter"
        aria-label="Input level"
        aria-valuemin={-48}
        aria-valuemax={0}
        aria-valuenow={decibels(level.held)}
        aria-valuetext={levelWords(level)}
        style={{ "--l": meterFraction(level.peak), "--k": meterFraction(level.held) }}
      />
      <button
        type="button"
        class={level.clipped ? "clip on" : "clip"}
        disabled={!level.clipped}
        aria-label={level.clipped ? "It did clip. Watch again" : "No clip so far"}
        onClick={onForgetClip}
      >
        clip
      </button>
      <p class={level.clipped ? "small bad" : "small muted"}>{levelWords(level)}</p>
    </div>
  );
}

function decibels(peak: number): number {
  return Math.round(Math.max(-48, peak > 0 ? 20 * Math.log10(peak) : -48));
}
