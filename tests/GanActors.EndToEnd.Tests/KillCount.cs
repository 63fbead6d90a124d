using System.Globalization;

namespace GanActors.EndToEnd.Tests;

/// <summary>How often a test kills: as often as it says, or at most as often as <c>GANACTORS_KILLS</c> says, to save time.</summary>
internal static class KillCount
{
    public static int AtMost(int kills) =>
        int.TryParse(Environment.GetEnvironmentVariable("GANACTORS_KILLS"), CultureInfo.InvariantCulture, out int most) ? Math.Clamp(most, 1, kills) : kills;
}
