/** What the tests need from the machine: Debian's packages, installed when we may, named when we may not. */

interface Need {
  readonly debian: string;
  /** A file that exists once the package is there. */
  readonly proof: string;
  readonly why: string;
}

const NEEDS: readonly Need[] = [
  { debian: "ffmpeg", proof: "/usr/bin/ffmpeg", why: "decodes, encodes and measures sound" },
  { debian: "chromium", proof: "/usr/bin/chromium", why: "the browser of the end-to-end tests" },
  {
    debian: "postgresql",
    proof: "/usr/lib/postgresql/15/bin/postgres",
    why: "the second PostgreSQL that the data layer is tested on",
  },
  { debian: "redis-server", proof: "/usr/bin/redis-server", why: "rooms over several processes" },
  { debian: "praat", proof: "/usr/bin/praat", why: "the reference for pitch" },
  {
    debian: "supercollider-common",
    proof: "/usr/share/SuperCollider/sounds/a11wlk01.wav",
    why: "a real voice, melodic",
  },
  { debian: "puredata-doc", proof: "/usr/share/puredata/doc/sound", why: "real voices" },
  { debian: "alsa-utils", proof: "/usr/share/sounds/alsa/Front_Center.wav", why: "a real voice" },
  {
    debian: "pocketsphinx-testdata",
    proof: "/usr/share/pocketsphinx/test/data/librivox",
    why: "real voices reading aloud",
  },
  {
    debian: "asterisk-core-sounds-en-g722",
    proof: "/usr/share/asterisk/sounds/en_US_f_Allison",
    why: "a real voice, long takes of it",
  },
  {
    debian: "sonic-pi-samples",
    proof: "/usr/share/sonic-pi/samples/ambi_choir.flac",
    why: "a real choir",
  },
  {
    debian: "mate-backgrounds",
    proof: "/usr/share/backgrounds/mate/nature",
    why: "real photographs",
  },
  {
    debian: "gnome-backgrounds",
    proof: "/usr/share/backgrounds/gnome",
    why: "real photographs",
  },
];

/** Installs what is missing; returns what is still missing, each as a sentence. */
export async function setup(print: (line: string) => void): Promise<string[]> {
  const missing = NEEDS.filter((need) => !exists(need.proof));
  if (missing.length === 0) return [];
  const names = missing.map((need) => need.debian);
  if (Deno.uid() === 0 && exists("/usr/bin/apt-get")) {
    print(`installing ${names.join(", ")} with apt-get`);
    await apt(["update", "-qq"], print);
    await apt(["install", "-y", "-qq", "--no-install-recommends", ...names], print);
  }
  return missing.filter((need) => !exists(need.proof)).map((need) =>
    `${need.debian} is missing (${need.why}): sudo apt-get install ${need.debian}`
  );
}

async function apt(args: readonly string[], print: (line: string) => void): Promise<void> {
  const { success, stderr } = await new Deno.Command("apt-get", {
    args: [...args],
    env: { DEBIAN_FRONTEND: "noninteractive" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) print(new TextDecoder().decode(stderr).trim());
}

function exists(path: string): boolean {
  try {
    Deno.statSync(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
