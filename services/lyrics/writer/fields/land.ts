import { field } from "../field.ts";

export const GARDEN = field("garden", {
  keys:
    `garden gardens flower flowers rose roses bloom blooming blossom spring springtime seed seeds grow
    growing growth tree trees leaf leaves forest woods wood nature green grass meadow field fields bee bees
    butterfly honey summer summertime orchard root roots sunflower daisy renewal`,
  things: "garden seed rose orchard branch leaf meadow honeybee gate vine root daisy blossom",
  many: "roses leaves roots seeds branches vines daisies petals bees trees",
  stuff: "honey clover rain soil pollen grass",
  places:
    `in the garden | under the apple tree | among the roses | in the tall grass | beside the gate
    | where the wild things grow | in the month of May | down in the roots | on the forest floor
    | through the leaves | in the meadow | beneath the vine`,
  scenes:
    `the roses climb | the seeds push up | the branches bend | the petals fall | the honey drips
    | the garden wakes | the leaves turn round | the bees hum low | the green comes back | the orchard blooms
    | the roots go down | the meadow hums`,
  acts:
    `plant a seed | climb the tree | let it grow | pick a rose | tend the ground | lie in the grass
    | taste the honey | wait for the spring | bloom again | walk through the green`,
  bright: "green sweet wild tender blooming sunny",
  dark: "bare thorny withered fallen bitter grey",
});

export const WINTER = field("winter", {
  keys:
    `winter snow snowing snowfall snowman ice icy frost frozen freeze freezing cold december january
    christmas holiday north glacier sled mitten autumn fall october november harvest`,
  things:
    "snowfall window fireplace mitten chimney lantern branch letter blanket lake stove sleigh",
  many: "snowflakes branches footprints windows letters pines icicles chimneys blankets",
  stuff: "snow ice frost smoke silence",
  places:
    `in the snow | on the frozen lake | by the fireside | under the pines | in the dead of winter
    | on the window pane | beneath the frost | through the drifts | at the end of the year | by the stove
    | on the northern line | in the falling snow`,
  scenes:
    `the snow falls slow | the rivers freeze | the branches crack | the chimneys smoke | the frost creeps in
    | the days grow short | the windows glow | the pines stand still | the cold wind bites | the footprints fade
    | the kettle sings | the world turns white`,
  acts:
    `light the stove | wait for the thaw | follow the tracks | wrap up warm | melt the ice | walk through the snow
    | write your name in frost | come in from the cold | keep the fire | count the days`,
  bright: "white quiet warm glowing soft crystal",
  dark: "frozen bitter bare pale lonely icy",
});

export const MOUNTAIN = field("mountain", {
  keys:
    `mountain mountains hill hills climb climbing summit peak cliff canyon rock stone stones desert sand
    dune dunes cactus cave earth ground wild wilderness eagle wolf wolves echo journey quest pilgrimage
    adventure`,
  things: "mountain summit canyon stone eagle trail cactus cliff echo compass hill tent",
  many: "mountains stones eagles canyons hills echoes ridges dunes boots miles",
  stuff: "dust stone thunder gravel sand",
  places:
    `on the mountain | over the ridge | at the top of the hill | down in the canyon | under the desert sun
    | on the long way up | against the stone | at the edge of the map | above the tree line | in the open land
    | beyond the hill | along the trail`,
  scenes:
    `the eagles wheel | the canyon sings | the trail winds on | the dust blows red | the mountain waits
    | the stones roll down | the echoes ring | the wolves call out | the ridge turns gold | the campfire burns
    | the air runs thin | the desert blooms`,
  acts:
    `climb the hill | hear the echo | find the trail | carry the stone | read the map | reach the top
    | walk all day | sleep on the ground | call your name out | leave no trace`,
  bright: "high golden open mighty clear wild",
  dark: "steep jagged barren cold endless dusty",
});

export const FIRE = field("fire", {
  keys:
    `fire fires flame flames burn burning blaze ember embers ash ashes smoke spark sparks match candle heat
    hot passion desire inferno phoenix volcano campfire firework fireworks`,
  things: "fire match ember candle torch furnace spark flame bonfire fuse chimney phoenix",
  many: "flames embers sparks matches ashes torches candles cinders",
  stuff: "smoke ash gasoline heat tinder",
  places:
    `in the fire | by the candlelight | in the heat of the night | out of the ashes | under the smoke
    | at the end of the fuse | close to the flame | on a burning bridge | around the bonfire | in the afterglow
    | through the smoke | into the blaze`,
  scenes:
    `the embers glow | the flames climb high | the candles melt | the sparks fly up | the match burns down
    | the smoke hangs low | the fuse runs short | the ashes drift | the furnace roars | the bonfire sings
    | the torches pass | the heat comes on`,
  acts:
    `strike a match | feed the flame | walk through the fire | rise from the ash | burn it down | carry the torch
    | play with fire | keep it lit | catch a spark | fan the flame`,
  bright: "golden glowing blazing bright burning warm",
  dark: "burnt smoldering ashen blackened dying bitter",
});
