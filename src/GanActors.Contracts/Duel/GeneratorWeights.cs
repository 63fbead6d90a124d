using System.Collections.Immutable;
using GanActors.Networks;

namespace GanActors.Duel;

/// <summary>What a trained generator is made of.</summary>
/// <param name="Steps">Steps its optimiser has taken.</param>
/// <param name="Tensors">Weights, running statistics and, if it is kept, the moving average; no moments of the optimiser.</param>
/// <param name="Classes">How many classes it can be asked for; 0 if it is not conditional.</param>
[GenerateSerializer, Immutable, Alias("gan.generator-weights")]
public sealed record GeneratorWeights(long Steps, ImmutableArray<NamedTensor> Tensors, int Classes);

/// <summary>A tensor and its name.</summary>
/// <param name="Name">PyTorch's key, such as <c>0.weight</c>.</param>
/// <param name="Values">One item: the tensor. It is a copy, and stands for good.</param>
[GenerateSerializer, Immutable, Alias("gan.named-tensor")]
public sealed record NamedTensor(string Name, Batch Values);
