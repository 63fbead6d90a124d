using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using GanActors.Devices;

namespace GanActors.Server.Clusters;

/// <summary>
/// What silos and clients must have in common: the grains' methods and the shapes of what is sent. A silo has the fingerprint of both in its name, which
/// is in the membership table, so that one that speaks otherwise is refused before it becomes a member.
/// </summary>
internal static class WireContract
{
    private const string Prefix = "gan";

    /// <summary>The same for two builds whose contracts are the same; 12 hexadecimal digits.</summary>
    public static string Fingerprint { get; } = FingerprintOf(typeof(IDeviceBoardGrain).Assembly);

    /// <summary>A new silo's name.</summary>
    public static string NewSiloName() => $"{Prefix}-{Fingerprint}-{Guid.NewGuid().ToString("N")[..6]}";

    /// <summary>Refuses to go on beside silos that speak otherwise.</summary>
    /// <param name="members">The cluster's silos; only those that are alive count.</param>
    /// <param name="who">Who asks, for the error: <c>this silo</c>.</param>
    /// <exception cref="ClusterException">There is one.</exception>
    public static void Require(IEnumerable<MembershipEntry> members, string who)
    {
        var others = members
            .Where(member => member.Status is SiloStatus.Joining or SiloStatus.Active or SiloStatus.ShuttingDown && FingerprintIn(member.SiloName) != Fingerprint)
            .ToArray();
        if (others is not [var other, ..])
            return;
        throw new ClusterException(
            $"{who} and {(others.Length == 1 ? "a silo" : $"{others.Length} silos")} of the cluster, {other.SiloAddress.Endpoint} for one, are of versions that do not understand each other " +
            $"(contracts {Fingerprint} and {FingerprintIn(other.SiloName) ?? "unknown"}): bring all to one version, stopping the old silos first");
    }

    private static string? FingerprintIn(string siloName) => siloName.Split('-') is [Prefix, var fingerprint, _] ? fingerprint : null;

    private static string FingerprintOf(Assembly contracts)
    {
        var lines = new StringBuilder();
        foreach (var type in contracts.GetTypes().Where(type => type.IsEnum || IsSent(type) || typeof(IAddressable).IsAssignableFrom(type)).OrderBy(type => type.FullName, StringComparer.Ordinal))
        {
            lines.Append(type).Append(" : ").Append(type.BaseType).Append('\n');
            if (type.IsEnum)
                lines.AppendJoin(',', Enum.GetNames(type)).AppendJoin(',', Enum.GetValuesAsUnderlyingType(type).Cast<object>());
            foreach (var method in type.IsInterface ? type.GetMethods() : [])
                lines.Append(method).Append('\n');
            foreach (var field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                lines.Append(field).Append('\n');
        }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines.ToString())))[..12];
    }

    private static bool IsSent(Type type) => type.GetCustomAttribute<GenerateSerializerAttribute>() is not null;
}
