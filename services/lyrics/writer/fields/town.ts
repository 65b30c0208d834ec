import { field } from "../field.ts";

export const CITY = field("city", {
  keys:
    `city cities town downtown street streets avenue neon skyline skyscraper subway metro taxi traffic
    sidewalk corner crowd crowds nightlife bar bars club clubs urban building buildings rooftop apartment
    work job office money rich poor hustle worker boss factory monday weekend friday saturday party`,
  things:
    "city corner taxi rooftop sidewalk stairwell streetlight billboard jukebox elevator subway alley",
  many: "streetlights taxis windows strangers rooftops corners headlights stairs crowds sidewalks",
  stuff: "neon traffic concrete coffee smoke glass",
  places:
    `on the corner | under the neon | across the town | at the traffic light | up on the rooftop
    | in the crowded room | down the avenue | on the last train home | in the city lights | at the end of the bar
    | through the alley | on the second floor`,
  scenes:
    `the neon hums | the taxis crawl | the traffic sings | the crowd moves on | the subway groans
    | the streetlights blink | the rent comes due | the jukebox plays | the last bars close | the rooftops shine
    | the sidewalks steam | the city breathes`,
  acts:
    `hail a cab | walk these streets | beat the crowd | take the stairs | paint the town | work all week
    | catch the train | dance till two | turn the corner | make the rent`,
  bright: "electric shining crowded golden loud restless",
  dark: "empty rusted crooked lonely cheap grey",
});

export const ROAD = field("road", {
  keys:
    `road roads highway highways drive driving car cars truck wheel wheels mile miles travel traveling
    traveler train trains railway railroad station ticket suitcase luggage leave leaving left goodbye
    farewell departure moving runaway escape wander wandering wanderer wanderlust map motel motorcycle bike
    bicycle cycling walk walking away gone`,
  things:
    "highway suitcase station ticket mirror motel engine mile platform wheel map radio crossroad",
  many: "highways headlights miles wheels tickets stations roads signs tracks maps",
  stuff: "dust gasoline asphalt chrome distance",
  places:
    `on the road | down the line | at the station | in the rear-view mirror | out on the highway
    | at the county line | on the midnight train | between the lines | a thousand miles from home
    | around the bend | on platform nine | behind the wheel`,
  scenes:
    `the engine hums | the signs roll by | the highway bends | the whistle blows | the radio fades
    | the wheels roll on | the dust kicks up | the platform clears | the road runs out | the headlights fade
    | the miles add up | the engine cools`,
  acts:
    `hit the road | pack my bags | miss the train | drive all night | chase the line | leave this town
    | turn around | take the wheel | wave goodbye | run for miles`,
  bright: "open endless winding golden rolling free",
  dark: "dusty empty broken lonely rusted long",
});

export const HOME = field("home", {
  keys: `home house houses kitchen door doors room rooms family mother mom father dad sister brother
    grandmother grandfather child children childhood baby kid kids parent parents daughter son porch
    window windows bed wall walls roof school growing young youth nostalgia hometown lullaby bread coffee
    tea cooking dinner table cat dog pet friend friends friendship`,
  things:
    "kitchen doorway table porch window staircase photograph cradle blanket key kettle swing attic",
  many: "photographs windows stairs keys blankets floorboards letters birthdays curtains doors",
  stuff: "bread coffee dust laughter lavender",
  places: `on the porch | at the kitchen table | in the doorway | up the stairs | under this roof
    | in the yard | by the window sill | in the house we knew | on the bedroom wall | behind the door
    | in my mother's chair | at the garden gate`,
  scenes: `the kettle sings | the floorboards creak | the porch light burns | the curtains breathe
    | the bread comes warm | the children run | the clock ticks on | the screen door slams | the dog barks once
    | the pictures fade | the stairs complain | the table's set`,
  acts:
    `come on home | set the table | lock the door | leave the light on | climb the stairs | call my mother
    | sing to sleep | turn the key | sweep the floor | hang the coat`,
  bright: "warm simple open tender sunny old",
  dark: "empty silent broken cold dusty hollow",
});

export const MACHINE = field("machine", {
  keys:
    `machine machines robot robots computer computers code digital electric electricity wire wires screen
    screens phone phones internet online signal radio technology future futuristic data algorithm virtual
    android metal steel engine science scientist circuit`,
  things:
    "signal screen wire robot engine circuit satellite antenna heartbeat button speaker transistor",
  many: "signals wires screens circuits numbers machines buttons cables satellites sparks",
  stuff: "static chrome silicon steel electricity data",
  places: `on the screen | in the wire | behind the glass | inside the machine | on a broken line
    | in the static | under the chrome | at the speed of light | in the data stream | on the radio
    | between the lines | in the blinking light`,
  scenes:
    `the signal fades | the circuits hum | the screens go blue | the numbers fall | the static sings
    | the wires cross | the engine learns | the cursor blinks | the current flows | the robots dream
    | the lines go dead | the speakers hiss`,
  acts:
    `find the signal | cut the wire | learn the code | plug me in | break the loop | press the key
    | tune it in | count to one | wake the machine | cross the wire`,
  bright: "electric shining bright humming golden blinking",
  dark: "cold dead broken hollow metal grey",
});
