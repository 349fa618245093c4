/**
 * What two screens show so that two people see that they show the same payment. Things that everybody can picture, each
 * at the same place in each language; the order never changes, or an old page and a new one would show different words.
 */
export const twoWords = {
  colours: ["red", "orange", "green", "teal", "blue", "purple", "pink", "brown"],
  words: `
  otter panda tiger lion zebra camel koala horse rabbit squirrel dolphin whale shark penguin eagle owl swan crane
  parrot sparrow seagull crab lobster octopus starfish coral snail bee butterfly dragonfly firefly ladybug ant
  deer goat sheep giraffe elephant hippo rhino kangaroo bear raccoon hedgehog hamster cheetah leopard walrus
  reindeer buffalo ostrich flamingo salmon tuna goldfish seahorse oyster apple lemon lime grape mango pineapple
  coconut kiwi strawberry blueberry raspberry plum apricot olive walnut almond peanut chestnut carrot potato
  tomato onion garlic ginger pepper pumpkin corn pea bean spinach cabbage mushroom rice noodle dumpling bread cake
  cookie cheese butter honey tea coffee cocoa milk juice soup pizza pancake waffle candy chocolate pudding jam
  yogurt sesame vanilla mint cinnamon basil mountain river ocean island forest desert valley waterfall glacier
  volcano canyon lake beach meadow cloud rainbow snow thunder comet planet moon sun star galaxy sunrise breeze
  wave pebble crystal diamond pearl amber jade silver copper marble rose tulip lotus orchid sunflower jasmine
  lavender cactus bamboo maple willow oak palm clover moss fern acorn ivy lantern candle lamp mirror window bridge
  tower castle tent ladder bucket basket bottle kettle spoon fork plate bowl cup chair table sofa pillow blanket
  carpet curtain broom towel button scarf glove sweater jacket boot sandal ring watch backpack suitcase pencil
  crayon notebook ruler compass globe telescope camera radio guitar piano violin drum flute harp bell whistle kite
  balloon puzzle robot rocket bicycle train tram ferry sailboat canoe submarine anchor wheel engine tractor sled
  hammer wrench magnet battery feather windmill fountain garden library museum village harbor`
    .trim()
    .split(/\s+/),
}
