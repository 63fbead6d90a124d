using System.Collections.Immutable;
using System.Globalization;

namespace GanActors.Runs;

/// <summary>What turns items into features.</summary>
public enum ExtractorKind
{
    /// <summary>A classifier that was trained on the data's labels.</summary>
    Classifier,

    /// <summary>A convolutional network with random weights that nothing has trained.</summary>
    Random,
}

/// <summary>
/// Which network the figures rest on. Figures of two extractors are on different scales and are never compared: equal hashes are equal weights.
/// </summary>
/// <param name="Data">The data set it belongs to.</param>
/// <param name="Kind">How its weights came about.</param>
/// <param name="Hash">The first eight hexadecimal digits of the SHA-256 of its weights.</param>
/// <param name="Accuracy">Share of held-out items it classifies rightly, in [0, 1]; NaN if it is no classifier.</param>
/// <param name="Features">How many features it gives an item.</param>
/// <param name="Note">What to know of its training in a few words: on how many items, and where the held-out ones come from.</param>
[GenerateSerializer, Immutable, Alias("gan.extractor-id")]
public sealed record ExtractorId(string Data, ExtractorKind Kind, string Hash, double Accuracy, int Features, string Note)
{
    /// <summary>For example <c>mnist classifier 1a2b3c4d (98.9 %)</c>.</summary>
    public string Name => Kind == ExtractorKind.Classifier
        ? string.Create(CultureInfo.InvariantCulture, $"{Data} classifier {Hash} ({Accuracy * 100:0.0} %)")
        : $"{Data} random features {Hash} (untrained)";
}

/// <summary>The share of a class among generated and among real items, as the extractor sees them.</summary>
/// <param name="Name">The class.</param>
/// <param name="Real">Share of the real items, in [0, 1].</param>
/// <param name="Generated">Share of the generated items, in [0, 1].</param>
[GenerateSerializer, Immutable, Alias("gan.class-share")]
public sealed record ClassShare(string Name, double Real, double Generated);

/// <summary>What two disjoint sets of real items score against each other: no generator can be told to be better.</summary>
/// <param name="Samples">Items in each set.</param>
/// <param name="Fid">Their FID.</param>
/// <param name="Kid">Their KID.</param>
/// <param name="KidError">Its standard error.</param>
[GenerateSerializer, Immutable, Alias("gan.evaluation-floor")]
public sealed record EvaluationFloor(int Samples, double Fid, double Kid, double KidError);

/// <summary>How good a generator is.</summary>
/// <param name="Data">The data set it is measured against.</param>
/// <param name="Samples">How many generated items were looked at.</param>
/// <param name="Reals">How many real items were looked at.</param>
/// <param name="Extractor">What the features are; null for points, which are measured as they are.</param>
/// <param name="Figures">By the names in <see cref="FigureNames"/>; those that do not apply are missing.</param>
/// <param name="Floor">What real items score against real items; null for points.</param>
/// <param name="Classes">The share of each class; empty where nothing can tell classes.</param>
/// <param name="Notes">What to know before believing the figures, in sentences.</param>
/// <param name="Seconds">How long it took.</param>
[GenerateSerializer, Immutable, Alias("gan.evaluation-report")]
public sealed record EvaluationReport(
    string Data,
    int Samples,
    int Reals,
    ExtractorId? Extractor,
    ImmutableSortedDictionary<string, double> Figures,
    EvaluationFloor? Floor,
    ImmutableArray<ClassShare> Classes,
    ImmutableArray<string> Notes,
    double Seconds)
{
    /// <summary>Whether the figures of two reports may stand in one table: the same data and extractor, and as many items.</summary>
    public bool IsComparableWith(EvaluationReport other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return Data == other.Data && Samples == other.Samples && Reals == other.Reals && Extractor?.Hash == other.Extractor?.Hash;
    }
}
