using GanActors.Runs;

namespace GanActors.Evaluation.Features;

/// <summary>Figures of two feature extractors were to be compared: they are on different scales.</summary>
public sealed class MixedExtractorsException : InvalidOperationException
{
    /// <summary>An exception that knows no more than its message.</summary>
    public MixedExtractorsException()
        : this("Features of different extractors are not comparable.")
    {
    }

    /// <summary>An exception that knows no more than its message.</summary>
    public MixedExtractorsException(string message)
        : base(message)
    {
    }

    /// <summary>An exception that knows no more than its message and its cause.</summary>
    public MixedExtractorsException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Lets one extractor pass, and no two.</summary>
    /// <exception cref="MixedExtractorsException">They are two.</exception>
    internal static void Require(ExtractorId left, ExtractorId right)
    {
        if (left.Hash != right.Hash)
            throw new MixedExtractorsException($"Features of {left.Name} and of {right.Name} are not comparable; extract both with one of them.");
    }
}
