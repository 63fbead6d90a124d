// node run.cjs MODEL NOISE COUNT SIZE IMAGE CLASSES: runs a model in onnxruntime-node, found through NODE_PATH; NOISE and IMAGE are raw float32, CLASSES
// the numbers of a conditional one with commas between them, else empty.
'use strict';
const fs = require('fs');
const ort = require('onnxruntime-node');

async function main([model, noiseFile, count, size, imageFile, classes]) {
  const session = await ort.InferenceSession.create(model);
  const bytes = fs.readFileSync(noiseFile);
  const noise = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const inputs = { noise: new ort.Tensor('float32', noise, [Number(count), Number(size)]) };
  if (classes) inputs.class = new ort.Tensor('int64', BigInt64Array.from(classes.split(','), BigInt), [Number(count)]);
  const { image } = await session.run(inputs);
  fs.writeFileSync(imageFile, Buffer.from(image.data.buffer, image.data.byteOffset, image.data.byteLength));
  process.stdout.write(JSON.stringify(image.dims));
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(String(error && error.message || error));
  process.exit(1);
});
