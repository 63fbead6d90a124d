// node run.cjs MODEL NOISE COUNT SIZE IMAGE: runs a model in onnxruntime-node, found through NODE_PATH; NOISE and IMAGE are raw float32.
'use strict';
const fs = require('fs');
const ort = require('onnxruntime-node');

async function main([model, noiseFile, count, size, imageFile]) {
  const session = await ort.InferenceSession.create(model);
  const bytes = fs.readFileSync(noiseFile);
  const noise = new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  const { image } = await session.run({ noise: new ort.Tensor('float32', noise, [Number(count), Number(size)]) });
  fs.writeFileSync(imageFile, Buffer.from(image.data.buffer, image.data.byteOffset, image.data.byteLength));
  process.stdout.write(JSON.stringify(image.dims));
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(String(error && error.message || error));
  process.exit(1);
});
