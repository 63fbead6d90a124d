namespace GanActors.Datasets;

/// <summary>What became of the files of a folder.</summary>
/// <param name="Count">Pictures that were read.</param>
/// <param name="Pixels"><c>[count, channels, height, width]</c>.</param>
/// <param name="Labels">One an item.</param>
/// <param name="Skipped">Files that could not be.</param>
internal sealed record DecodedImages(int Count, ReadOnlyMemory<byte> Pixels, ReadOnlyMemory<byte> Labels, SkippedImages Skipped);

/// <summary>Files that are no whole pictures.</summary>
/// <param name="Count">How many.</param>
/// <param name="Tried">Of how many.</param>
/// <param name="First">The first of them; empty if there is none.</param>
/// <param name="Reason">What is wrong with it.</param>
internal sealed record SkippedImages(int Count, int Tried, string First, string Reason)
{
    /// <summary>For example <c>3 of 700 files skipped: first x.jpg: it is empty</c>.</summary>
    public override string ToString() => $"{Wording.Number(Count)} of {Wording.Amount(Tried, "file")} skipped: first {ForeignText.Short(First, ForeignText.LongestSaying)}: {Reason}";
}
