import { field } from "../field.ts";

export const SEA = field("sea", {
  keys:
    `sea seas ocean oceans wave waves tide tides shore coast coastal beach harbor harbour sail sails
    sailing sailor ship ships boat boats anchor island islands lighthouse surf surfing swim swimming
    salt pier dock drown drowning mermaid whale water waters`,
  things:
    "harbor lighthouse anchor tide wave shore sail boat bay pier rope shell lantern gull island",
  many: "waves sails gulls stones ropes shells tides boats lanterns sands",
  stuff: "salt foam water sand spray driftwood",
  places:
    `by the water | along the shore | out past the pier | under the tide | where the river meets the sea
    | across the bay | on the open sea | down in the deep | on the turning tide | at the edge of the sand
    | beyond the foam | in the harbor light`,
  scenes:
    `the tide comes in | the gulls all cry | the waves roll on | the sails fill slow | the salt winds blow
    | the harbor sleeps | the lighthouse turns | the water shines | the boats come home | the shoreline bends
    | the deep calls out | the anchor holds`,
  acts:
    `ride the tide | learn to swim | cut the rope | raise the sail | follow the shore | drift with the tide
    | read the waves | sail for home | dive right in | wait on the shore`,
  bright: "silver blue shining gleaming salty golden",
  dark: "cold black broken drowned hollow grey bitter",
});

export const RIVER = field("river", {
  keys:
    `river rivers stream streams creek bridge bridges flow flowing flood current valley waterfall lake
    lakes well fountain rain raining rainy rainfall puddle umbrella drizzle pour`,
  things: "river bridge bank current stream stone willow reed valley gutter window raindrop",
  many: "rivers bridges stones streams reeds raindrops windows puddles banks",
  stuff: "rain water mud silt mist",
  places:
    `in the pouring rain | down by the river | over the bridge | under the willow | where the water bends
    | on the other side | in the river bed | down the stream | out in the rain | beneath the bridge
    | through the rain | at the riverside`,
  scenes:
    `the rain comes down | the river runs | the water climbs | the current pulls | the gutters sing
    | the bridges sway | the willows bow | the raindrops fall | the valley floods | the stones turn smooth
    | the windows weep | the river bends`,
  acts: `cross the river | dance in the rain | wade right through | skip a stone | go with the flow
    | wait for the rain | burn the bridge | drink it in | follow the stream | wash it away`,
  bright: "clear shining running gentle silver",
  dark: "muddy cold swollen grey heavy drowning",
});
