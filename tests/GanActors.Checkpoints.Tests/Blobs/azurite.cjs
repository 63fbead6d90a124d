// The emulator, which ends with whoever started it, however that ends: then its standard input ends, too.
process.stdin.on('end', () => process.exit()).resume();
require('azurite/dist/src/azurite.js');
