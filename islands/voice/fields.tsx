import type { ComponentChildren } from "preact";

export interface PercentProps {
  readonly id: string;
  readonly label: string;
  /** 0 … 1. */
  readonly value: number;
  readonly disabled?: boolean;
  onChange(value: number): void;
}

/** A fader from nothing to all. */
export function Percent({ id, label, value, disabled, onChange }: PercentProps) {
  const percent = Math.round(value * 100);
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <span class="value">{percent} %</span>
      <input
        class="fader"
        id={id}
        type="range"
        min={0}
        max={100}
        value={percent}
        disabled={disabled}
        aria-valuetext={`${percent} percent`}
        style={{ "--v": value }}
        onInput={(event) => onChange(Number(event.currentTarget.value) / 100)}
      />
    </div>
  );
}

export interface SwitchedProps {
  readonly title: string;
  readonly on: boolean;
  readonly disabled: boolean;
  onSwitch(on: boolean): void;
  readonly children: ComponentChildren;
}

/** A section that can be left out as a whole. */
export function Switched({ title, on, disabled, onSwitch, children }: SwitchedProps) {
  return (
    <section aria-label={title}>
      <div class="panel-head">
        <h3>{title}</h3>
        <label class="switch end">
          <input
            type="checkbox"
            checked={on}
            disabled={disabled}
            onChange={(event) => onSwitch(event.currentTarget.checked)}
          />
          <span class="sr">{title}</span>
          {on ? "On" : "Off"}
        </label>
      </div>
      {on ? children : null}
    </section>
  );
}

export interface ChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  /** What stands for the empty choice. */
  readonly usual: string;
  readonly all: readonly string[];
  readonly disabled: boolean;
  onChange(value: string): void;
}

export function Choice({ id, label, value, usual, all, disabled, onChange }: ChoiceProps) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select
        class="input"
        id={id}
        value={value}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.value)}
      >
        <option value="">{usual}</option>
        {all.map((each) => <option key={each} value={each}>{capital(each)}</option>)}
      </select>
    </div>
  );
}

/** "Dorian". */
export function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
