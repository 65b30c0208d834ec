import { Painting } from "../../islands/art/brush.tsx";
import { COVER_HEIGHT, COVER_WIDTH, coverOf, dab } from "../../islands/art/covers.ts";
import { Transmute } from "../../islands/art/transmute.tsx";
import { Cursor } from "../../islands/parts/cursor.tsx";
import type { Manifest } from "./manifest.ts";
import { Brand, renderPage } from "./page.tsx";

export function homePage(assets: Manifest): string {
  return renderPage({
    assets,
    title: "Sonic Alchemy: paint a feeling, hear it play",
    description:
      "A music studio in a browser tab. Draw or drop a picture together, and it becomes " +
      "a piece of music.",
    kind: "landing",
    entry: "open",
    skipTo: "Skip to content",
    painted: true,
    children: <Home />,
  });
}

function Home() {
  return (
    <>
      <header class="top">
        <Brand href="/" />
        <nav aria-label="Main">
          <a href="#how">How it works</a>
          <a href="#promises">Promises</a>
          <a href="#build">Developers</a>
        </nav>
        <div class="btn-row">
          <a class="btn" href="/signin" data-signed-out>Sign in</a>
          <a class="btn main" href="/signup" data-start>Start a song</a>
        </div>
      </header>
      <main id="main">
        <Hero />
        <Acts />
        <PaintBox />
        <Promises />
        <Build />
      </main>
      <footer class="foot">
        <Brand href="/" />
        <p class="small muted">
          The ring with a dot is the old sign for gold. It is also a loudspeaker.
        </p>
      </footer>
    </>
  );
}

function Hero() {
  return (
    <section class="hero" aria-labelledby="hero">
      <div class="hero-text">
        <h1 class="display" id="hero">
          Paint a feeling.<br />Hear it play.
        </h1>
        <div class="hero-side">
          <p>
            A music studio in a browser tab, for you and the people you make songs with. Draw or
            drop a picture, and it becomes a piece of real music. All at once, all together.
          </p>
          <div class="btn-row">
            <a class="btn main big" href="/signup" data-start>Start a song</a>
            <a class="btn line big" href="#how">How it works</a>
          </div>
          <p class="small muted">
            Free, in this browser. An e-mail address and a password, no more.
          </p>
        </div>
      </div>
      <div
        class="hero-art"
        role="img"
        aria-label="Six painted brush strokes cross the page from the left. In the middle each one breaks into the bars of a sound wave and runs on to the right."
      >
        <Transmute width={1440} height={470} seam={.5} />
        <Cursor name="Mara" color={0} class="mara" />
        <Cursor name="Tobi" color={1} class="tobi" />
        <span class="seam" aria-hidden="true" />
        <div class="readout hero-read" aria-hidden="true">
          <div>
            <b>0:14.200</b>
            <small>bar 6</small>
          </div>
          <div>
            <b>96</b>
            <small>BPM</small>
          </div>
          <div>
            <b>D dorian</b>
            <small>from the blue</small>
          </div>
        </div>
      </div>
    </section>
  );
}

function Acts() {
  return (
    <section class="acts" id="how" aria-label="How it works">
      <article>
        <div class="act-pic" aria-hidden="true">
          <Painting strokes={coverOf("paint-5")} width={COVER_WIDTH} height={COVER_HEIGHT} />
          <Cursor name="Mara" color={0} class="act-mara" />
        </div>
        <h2 class="display">Paint it</h2>
        <p>
          Eight pigments, one sheet, as many hands as you like. Press harder for a bolder line. Or
          drop a photo, and paint on top of it.
        </p>
      </article>
      <article>
        <div class="act-pic because-pic">
          <p class="mood-word">Wistful</p>
          <ul class="because">
            <li class="p-lapis">
              <Swatch />
              <p>
                <b>46 % is blue</b> <span>so D dorian and cello</span>
              </p>
            </li>
            <li class="p-indigo">
              <Swatch />
              <p>
                <b>Long, slow strokes</b> <span>so 96 BPM</span>
              </p>
            </li>
            <li class="p-orpiment">
              <Swatch />
              <p>
                <b>One warm light</b> <span>so a late, soft piano</span>
              </p>
            </li>
          </ul>
        </div>
        <h2 class="display">See why</h2>
        <p>
          The studio reads the mood of your picture and tells you what it saw. Disagree? Drag the
          mood where you feel it, and the music follows.
        </p>
      </article>
      <article>
        <div class="act-pic lanes-pic" aria-hidden="true">
          {LANES.map((pigment, lane) => <Lane key={pigment} pigment={pigment} lane={lane} />)}
          <span class="seam" />
        </div>
        <h2 class="display">Hear it</h2>
        <p>
          A piece with an opening, a theme and an ending, played on real instruments. Every part is
          a track you can turn up, down or off, live in every tab.
        </p>
      </article>
    </section>
  );
}

const LANES = ["orpiment", "lapis", "murex", "indigo", "madder"];

function Lane({ pigment, lane }: { readonly pigment: string; readonly lane: number }) {
  const bars = Array.from({ length: 84 }, (_, i) => {
    const swell = Math.abs(Math.sin(i / (5 + lane * 2.3) + lane) * Math.cos(i / 17 + lane * 2));
    const half = 2 + 15 * swell ** (lane === 4 ? 3 : 1.2);
    return `M${4 + i * 4.7} ${(20 - half).toFixed(1)}V${(20 + half).toFixed(1)}`;
  });
  return (
    <svg class={`p-${pigment}`} viewBox="0 0 400 40" preserveAspectRatio="none">
      <path d={bars.join("")} stroke="var(--p)" stroke-width="2.6" stroke-linecap="round" />
    </svg>
  );
}

function Swatch() {
  return (
    <svg viewBox="0 0 20 18" fill="var(--p)" aria-hidden="true">
      <path d="M1 12C5 4 11 4 19 7c-5 7-12 9-18 5z" />
    </svg>
  );
}

const PAINTS = [
  ["orpiment", "joyful", "piano", 56],
  ["vermilion", "excited", "voice, brass", 63],
  ["madder", "tense", "drums", 42],
  ["murex", "uneasy", "glass pad", 35],
  ["indigo", "sad", "bass", 42],
  ["lapis", "wistful", "cello", 35],
  ["verdigris", "calm", "flute", 63],
  ["malachite", "content", "guitar", 63],
] as const;

function PaintBox() {
  return (
    <section class="box-row" aria-labelledby="paint-box">
      <h2 class="display" id="paint-box">The paint box</h2>
      <ul>
        {PAINTS.map(([pigment, mood, sound, seed]) => (
          <li key={pigment}>
            <Painting
              strokes={dab(pigment, seed)}
              width={COVER_WIDTH}
              height={COVER_HEIGHT}
              whole
            />
            <b class="pigment-name">{pigment}</b>
            <span>{mood}</span>
            <span class="muted">{sound}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Promises() {
  return (
    <section class="promises" id="promises" aria-labelledby="promise">
      <h2 class="display" id="promise">
        Five things<br />we promise
      </h2>
      <ol>
        <li>
          <b>Saved means on disk.</b> The word appears when it is true, and not before.
        </li>
        <li>
          <b>Undo takes back yours.</b> It never takes back somebody else’s.
        </li>
        <li>
          <b>Same picture, same seed, same song.</b>{" "}
          The built-in engine gives the same bytes every time, with no key and no network.
        </li>
        <li>
          <b>Machines sign their work.</b> Every stroke and track says who or what made it.
        </li>
        <li>
          <b>You can leave with all of it.</b> The mix, every stem and the MIDI, in open formats.
        </li>
      </ol>
    </section>
  );
}

function Build() {
  return (
    <section class="build" id="build" aria-labelledby="api">
      <div>
        <h2 class="display" id="api">It is also an API</h2>
        <p>
          Whatever you can do in the studio you can do over REST, and everyone in the room sees it
          happen.
        </p>
        <a href="/docs">Read the reference</a>
      </div>
      <pre
        class="value"
        tabIndex={0}
        role="region"
        aria-label="Example request"
      ><code>{EXAMPLE}<b>201 Created</b>   live in 3 open tabs</code></pre>
    </section>
  );
}

const EXAMPLE = `POST /api/v1/canvases/0197c2…/strokes
Authorization: Bearer …

{ "strokes": [{ "color": "lapis", "width": 28,
    "points": [[12, 340, 0.3], [96, 298, 0.8], [180, 331, 0.6]] }] }

`;
