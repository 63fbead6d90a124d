namespace GanActors.Grafana;

/// <summary>Grafana's names of the units we use.</summary>
internal static class Unit
{
    public const string Number = "short";
    public const string Share = "percentunit";
    public const string Seconds = "s";
    public const string Bytes = "bytes";
    public const string BytesPerSecond = "Bps";
    public const string PerSecond = "ops";
    public const string Scientific = "sci";
}
