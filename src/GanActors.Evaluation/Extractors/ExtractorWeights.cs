using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using GanActors.Engines;
using GanActors.Networks;
using GanActors.Runs;

namespace GanActors.Evaluation.Extractors;

/// <summary>The weights of an extractor, and what is known of it.</summary>
/// <param name="Id">What figures that rest on it say of it.</param>
/// <param name="Item">Shape of the items it takes.</param>
/// <param name="Classes">How many classes it tells apart; 0 if it is no classifier.</param>
/// <param name="Tensors">Weights and running statistics: <c>body.</c> and <c>head.</c> and PyTorch's names.</param>
internal sealed record ExtractorWeights(ExtractorId Id, Shape Item, int Classes, ImmutableArray<StateTensor> Tensors)
{
    public const string BodyPrefix = "body.", HeadPrefix = "head.";

    /// <summary>The tensors of one of its networks under their own names.</summary>
    public NetworkState StateOf(string prefix) => new(
        [.. Tensors.Where(tensor => tensor.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(tensor => tensor with { Name = tensor.Name[prefix.Length..] })],
        Steps: 0);

    /// <summary>A copy of a network's weights, without what only its training needs.</summary>
    public static IEnumerable<StateTensor> Of(INetwork network, string prefix) => network.Save().Tensors
        .Where(tensor => !tensor.Name.StartsWith("optimizer.", StringComparison.Ordinal))
        .Select(tensor => tensor with { Name = prefix + tensor.Name, Values = tensor.Values.ToArray() });

    /// <summary>What tells these weights from all others.</summary>
    public static string HashOf(IEnumerable<StateTensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var tensor in tensors)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{tensor.Name} {tensor.Shape}\n"));
            hash.AppendData(MemoryMarshal.AsBytes(tensor.Values.Span));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 4));
    }
}
