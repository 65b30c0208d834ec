import type { Signal } from "@preact/signals";
import { Icon } from "../parts/icon.tsx";
import {
  BY_MOOD,
  type ComposeOptions,
  KEYS,
  type OptionFault,
  SCALES,
  STYLES,
} from "./compose_options.ts";

export interface OptionFieldsProps {
  readonly options: Signal<ComposeOptions>;
  readonly fault: OptionFault | null;
}

/** Style, key, tempo and seed, for those who want to say. */
export function OptionFields({ options, fault }: OptionFieldsProps) {
  const set = (name: keyof ComposeOptions) => (event: Event) => {
    const { value } = event.currentTarget as HTMLInputElement | HTMLSelectElement;
    options.value = { ...options.value, [name]: value.trim() };
  };
  const { style, key, scale, tempo, seed } = options.value;
  return (
    <div class="options" id="compose-options">
      <Choice id="style" label="Style" value={style} all={STYLES} onChange={set("style")} />
      <Choice id="key" label="Key" value={key} all={KEYS} onChange={set("key")} />
      <Choice id="scale" label="Scale" value={scale} all={SCALES} onChange={set("scale")} />
      <Number id="tempo" label="Tempo, BPM" value={tempo} onInput={set("tempo")} fault={fault} />
      <Number id="seed" label="Seed" value={seed} onInput={set("seed")} fault={fault} />
      <button type="button" class="btn" onClick={() => options.value = BY_MOOD}>
        By the mood
      </button>
    </div>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly label: string;
  readonly value: string;
  readonly all: readonly string[];
  onChange(event: Event): void;
}

function Choice({ id, label, value, all, onChange }: ChoiceProps) {
  return (
    <div class="field">
      <label for={`option-${id}`}>{label}</label>
      <select class="input" id={`option-${id}`} value={value} onChange={onChange}>
        <option value="">by the mood</option>
        {all.map((each) => <option key={each} value={each}>{each}</option>)}
      </select>
    </div>
  );
}

interface NumberProps {
  readonly id: "tempo" | "seed";
  readonly label: string;
  readonly value: string;
  readonly fault: OptionFault | null;
  onInput(event: Event): void;
}

function Number({ id, label, value, fault, onInput }: NumberProps) {
  const wrong = fault?.field === id ? fault.message : null;
  return (
    <div class="field">
      <label for={`option-${id}`}>{label}</label>
      <input
        class="input"
        id={`option-${id}`}
        value={value}
        inputMode="numeric"
        autocomplete="off"
        placeholder={id === "seed" ? "a new one" : "by the mood"}
        aria-invalid={wrong ? "true" : undefined}
        aria-describedby={wrong ? `option-${id}-error` : undefined}
        onInput={onInput}
      />
      {wrong
        ? (
          <p class="err" id={`option-${id}-error`}>
            <Icon name="alert" />
            {wrong}
          </p>
        )
        : null}
    </div>
  );
}
