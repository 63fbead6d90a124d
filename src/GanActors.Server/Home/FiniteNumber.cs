namespace GanActors.Server.Home;

/// <summary>Numbers for JSON, which has none that are not finite.</summary>
internal static class FiniteNumber
{
    /// <summary>The number; null for NaN, infinity and none.</summary>
    public static double? OrNull(double? value) => value is { } number && double.IsFinite(number) ? number : null;
}
