using System.Globalization;
using System.Text.RegularExpressions;

namespace GanActors.Deploy.Tests;

/// <summary>How long a silo that is told to leave takes at most: it is of the cluster stack, which these tests are not built on, so that they read it.</summary>
internal static partial class Drain
{
    public static int Seconds { get; } = 60 * int.Parse(
        Declared().Match(Repository.Read("src/GanActors.Server/Clusters/ServingSilo.Cluster.cs")).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"TimeSpan Drain = TimeSpan\.FromMinutes\(([0-9]+)\);")]
    private static partial Regex Declared();
}
