namespace GanActors.Datasets;

/// <summary>How long a download waits.</summary>
/// <param name="Answer">For a first answer, all mirrors together.</param>
/// <param name="Stall">For the next bytes once a mirror has answered.</param>
internal sealed record DownloadPatience(TimeSpan Answer, TimeSpan Stall)
{
    /// <summary>Somebody asked for the download and waits for it.</summary>
    public static DownloadPatience Asked { get; } = new(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(30));

    /// <summary>Nobody asked: a machine without a network must not wait long for what it can do without.</summary>
    public static DownloadPatience InPassing { get; } = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(15));
}
