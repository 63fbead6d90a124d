using Tensor = TorchSharp.torch.Tensor;

namespace GanActors.Engines.Torch.Layers;

/// <summary>What a layer multiplies by and adds, as one pass sees it: trained, frozen or averaged.</summary>
internal readonly record struct LayerWeights(Tensor? Weight, Tensor? Bias);
