/** What a musician calls a General MIDI program (0-based) or, for drums, a kit. */
export function instrumentName(program: number, drum: boolean): string {
  if (drum) return KITS[program] ?? "Drum kit";
  return GM_NAMES[program] ?? "Piano";
}

const KITS: Readonly<Record<number, string>> = {
  0: "Drum kit",
  8: "Room kit",
  16: "Power kit",
  24: "Electronic kit",
  25: "Drum machine",
  32: "Jazz kit",
  40: "Brush kit",
  48: "Orchestral percussion",
};

const GM_NAMES: readonly string[] = [
  "Piano|Bright piano|Electric grand|Honky-tonk piano|Electric piano|FM electric piano|Harpsichord|Clavinet",
  "Celesta|Glockenspiel|Music box|Vibraphone|Marimba|Xylophone|Tubular bells|Dulcimer",
  "Drawbar organ|Percussive organ|Rock organ|Church organ|Reed organ|Accordion|Harmonica|Bandoneon",
  "Nylon guitar|Steel guitar|Jazz guitar|Clean guitar|Muted guitar|Overdriven guitar|Distortion guitar|Guitar harmonics",
  "Double bass|Bass guitar|Picked bass|Fretless bass|Slap bass|Pop bass|Synth bass|Deep synth bass",
  "Violin|Viola|Cello|Contrabass|Tremolo strings|Pizzicato strings|Harp|Timpani",
  "Strings|Slow strings|Synth strings|Soft synth strings|Choir|Voice oohs|Synth voice|Orchestra hit",
  "Trumpet|Trombone|Tuba|Muted trumpet|French horn|Brass section|Synth brass|Soft synth brass",
  "Soprano sax|Alto sax|Tenor sax|Baritone sax|Oboe|English horn|Bassoon|Clarinet",
  "Piccolo|Flute|Recorder|Pan flute|Blown bottle|Shakuhachi|Whistle|Ocarina",
  "Square lead|Saw lead|Calliope lead|Chiff lead|Charang lead|Voice lead|Fifths lead|Bass and lead",
  "New age pad|Warm pad|Polysynth|Choir pad|Bowed pad|Metallic pad|Halo pad|Sweep pad",
  "Rain|Soundtrack|Crystal|Atmosphere|Brightness|Goblins|Echoes|Sci-fi",
  "Sitar|Banjo|Shamisen|Koto|Kalimba|Bagpipe|Fiddle|Shanai",
  "Tinkle bell|Agogo|Steel drums|Woodblock|Taiko|Melodic tom|Synth drum|Reverse cymbal",
  "Guitar fret noise|Breath noise|Seashore|Bird|Telephone|Helicopter|Applause|Gunshot",
].flatMap((row) => row.split("|"));

/** Bowed, blown and sung: the player shapes a held note after it has begun. */
export function sustains(program: number): boolean {
  return (program >= 40 && program <= 44) || (program >= 48 && program <= 79) ||
    program === 21 || program === 22 || program === 110;
}
