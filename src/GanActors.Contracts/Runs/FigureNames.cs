using System.Collections.Immutable;

namespace GanActors.Runs;

/// <summary>The names of an evaluation's figures, as files and sweeps have them.</summary>
public static class FigureNames
{
    /// <summary>Frechet distance of features.</summary>
    public const string Fid = "fid";

    /// <summary>Kernel distance of features: an unbiased estimate of MMD^2, which may be below 0.</summary>
    public const string Kid = "kid";

    /// <summary>Standard error of <see cref="Kid"/>.</summary>
    public const string KidError = "kid_error";

    /// <summary>Share of generated items within the real ones' manifold.</summary>
    public const string Precision = "precision";

    /// <summary>Share of real items within the generated ones' manifold.</summary>
    public const string Recall = "recall";

    /// <summary>How densely real items surround the generated ones; 1 for the data themselves.</summary>
    public const string Density = "density";

    /// <summary>Share of real items with a generated one in their neighbourhood.</summary>
    public const string Coverage = "coverage";

    /// <summary>The inception score's formula on the classifier's probabilities, from 1 to the number of classes.</summary>
    public const string ClassifierScore = "classifier_score";

    /// <summary>The same of the real items.</summary>
    public const string ClassifierScoreReal = "classifier_score_real";

    /// <summary>Total variation distance of the class histograms, from 0 to 1.</summary>
    public const string ClassDistance = "class_tv";

    /// <summary>Entropy of the generated items' classes in nats.</summary>
    public const string ClassEntropy = "class_entropy";

    /// <summary>Entropy of the real items' classes in nats.</summary>
    public const string ClassEntropyReal = "class_entropy_real";

    /// <summary>Of a conditional generator: share of items that are of the class asked for, as the classifier sees them.</summary>
    public const string ClassAgreement = "class_agreement";

    /// <summary>Median distance to the nearest training item, over that of items that were not trained on; near 0 if items are copied.</summary>
    public const string NearestRatio = "nearest_ratio";

    /// <summary>Modes found.</summary>
    public const string Modes = "modes";

    /// <summary>Modes there are.</summary>
    public const string ModesTotal = "modes_total";

    /// <summary>Share of samples near a mode.</summary>
    public const string HighQuality = "high_quality";

    /// <summary>Kullback-Leibler divergence of the generated modes from the data's, in nats.</summary>
    public const string ReverseKl = "reverse_kl";

    /// <summary>All of them, in the order in which they are shown.</summary>
    public static ImmutableArray<string> All { get; } =
    [
        Fid, Kid, KidError, Precision, Recall, Density, Coverage, ClassifierScore, ClassifierScoreReal, ClassDistance, ClassEntropy,
        ClassEntropyReal, ClassAgreement, NearestRatio, Modes, ModesTotal, HighQuality, ReverseKl,
    ];

    /// <summary>The figure by which an evaluation is better or worse than another: FID, or of points the share of high quality; null if it has neither.</summary>
    public static string? Leading(IReadOnlyDictionary<string, double> figures)
    {
        ArgumentNullException.ThrowIfNull(figures);
        return figures.ContainsKey(Fid) ? Fid : figures.ContainsKey(HighQuality) ? HighQuality : null;
    }

    /// <summary>Whether less is better; null for those that are neither better high nor low.</summary>
    public static bool? LessIsBetter(string name) => name switch
    {
        Fid or Kid or ClassDistance or ReverseKl => true,
        Precision or Recall or Density or Coverage or ClassifierScore or ClassAgreement or Modes or HighQuality => false,
        _ => null,
    };
}
