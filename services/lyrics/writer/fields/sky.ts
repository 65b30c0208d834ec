import { field } from "../field.ts";

export const NIGHT = field("night", {
  keys:
    `night nights midnight dark darkness moon moons moonlight star stars starlight constellation galaxy
    space cosmos universe planet planets comet satellite rocket astronaut dream dreams dreaming sleep
    asleep insomnia shadow shadows twilight dusk evening sky heavens`,
  things: "moon star comet shadow candle window satellite pillow owl ceiling lamp planet",
  many: "stars shadows comets planets dreams satellites candles windows sparks",
  stuff: "moonlight starlight darkness dust smoke silence",
  places: `under the moon | in the dark | beneath the stars | above the town | on the edge of sleep
    | in the middle of the night | behind the moon | across the sky | beyond the stars | in the pale moonlight
    | out in the night | on the roof`,
  scenes:
    `the moon hangs low | the stars come out | the shadows grow | the candles burn | the night rolls in
    | the planets turn | the streetlights hum | the darkness breathes | a comet falls | the owls look down
    | the whole world sleeps | the sky goes black`,
  acts:
    `count the stars | chase the moon | dream out loud | sleep it off | read the sky | light a candle
    | wish on a star | stay up late | follow the moon | talk to the dark`,
  bright: "silver bright velvet glowing endless golden",
  dark: "black lonely starless cold sleepless pale",
});

export const SUNRISE = field("sunrise", {
  keys:
    `sun sunny sunrise sunset sunshine sunlight dawn morning mornings daybreak day days light lights
    horizon bright brightness cloud clouds rainbow blue wings wing bird birds fly flying flight kite
    balloon airplane plane feather freedom free`,
  things: "sunrise morning window bird feather kite cloud rooftop horizon sparrow wing rainbow",
  many: "birds wings clouds feathers rooftops kites windows colors sparrows",
  stuff: "sunlight daylight gold air dew",
  places:
    `in the morning light | over the hill | at the break of day | on a feather bed | above the clouds
    | in the open air | on the edge of the day | into the blue | toward the sun | on borrowed wings
    | over the roofs | beyond the clouds`,
  scenes:
    `the sun climbs up | the sparrows sing | the clouds roll by | the morning breaks | the colors run
    | the daylight pours | the shadows shrink | the curtains glow | the rooftops shine | the sky turns gold
    | a kite breaks free | the horizon burns`,
  acts: `spread my wings | open up the blinds | catch the light | rise again | learn to fly
    | follow the sun | shake off the night | leave the ground | greet the day | climb the sky`,
  bright: "golden open early warm shining easy clear",
  dark: "grey faded broken clouded burning thin",
});

export const STORM = field("storm", {
  keys:
    `storm storms stormy thunder lightning wind winds windy hurricane tornado tempest hail gale weather
    anger angry rage fury fight fighting war battle soldier rebel rebellion revolution riot scream`,
  things: "storm siren window hammer flag door wire drum cloudburst fist engine tower",
  many: "sirens windows wires drums flags fists engines shutters walls",
  stuff: "thunder lightning wind smoke hail static",
  places:
    `in the eye of the storm | against the wind | under the gun | through the thunder | on the front line
    | in the driving rain | out in the gale | behind the wall | on the wire | at the city gate
    | into the wind | beneath the drums`,
  scenes:
    `the thunder rolls | the sirens scream | the shutters bang | the wires spark | the wind kicks up
    | the windows shake | the drums begin | the sky comes down | the lightning cracks | the flags stand tall
    | the walls give way | the engines roar`,
  acts:
    `face the wind | hold the line | ride it out | shout it loud | break the glass | stand my ground
    | beat the drum | run the gauntlet | tear it down | count to ten`,
  bright: "wild electric roaring fearless loud living",
  dark: "raging broken violent bitter black ruined",
});
