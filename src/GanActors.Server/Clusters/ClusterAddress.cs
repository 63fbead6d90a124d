using System.Data.Common;
using System.Globalization;

namespace GanActors.Server.Clusters;

/// <summary>Names a cluster: where its silos and clients find each other.</summary>
public abstract record ClusterAddress
{
    /// <summary>The environment variable that names a cluster where no option does.</summary>
    public const string Variable = "GANACTORS_CLUSTER";

    /// <summary>The forms an address has.</summary>
    public const string Forms = "localhost[:GATEWAY[,SILO]], postgresql:CONNECTION-STRING or azure:CONNECTION-STRING";

    private const string PostgreSqlPrefix = "postgresql:";
    private const string AzurePrefix = "azure:";
    private const string Localhost = "localhost";

    /// <summary>Reads an address.</summary>
    /// <param name="text">In one of <see cref="Forms"/>.</param>
    /// <param name="source">What the text was given by, for errors: an option or a variable.</param>
    /// <exception cref="ClusterException">It is none. The message does not repeat what may be a password.</exception>
    public static ClusterAddress Parse(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        text = text.Trim();
        if (text.StartsWith(PostgreSqlPrefix, StringComparison.OrdinalIgnoreCase))
            return PostgreSql(text[PostgreSqlPrefix.Length..], source);
        if (text.StartsWith(AzurePrefix, StringComparison.OrdinalIgnoreCase))
            return Azure(text[AzurePrefix.Length..], source);
        if (text.Equals(Localhost, StringComparison.OrdinalIgnoreCase))
            return new LocalhostCluster();
        if (text.StartsWith($"{Localhost}:", StringComparison.OrdinalIgnoreCase))
            return OnPorts(text[(Localhost.Length + 1)..], source);
        string kind = text.Split(':', '=', ';')[0];
        throw new ClusterException($"{source}: takes {Forms}; there is no kind of cluster '{ForeignText.Short(kind, 40)}'");
    }

    /// <summary>For people and logs: without a password.</summary>
    public abstract override string ToString();

    private static LocalhostCluster OnPorts(string text, string source)
    {
        string[] ports = text.Split(',');
        return ports.Length switch
        {
            1 => new LocalhostCluster(Port(ports[0], source)),
            2 => new LocalhostCluster(Port(ports[0], source), Port(ports[1], source)),
            _ => throw new ClusterException($"{source}: takes localhost:GATEWAY,SILO with two ports at most, not '{ForeignText.Short(text, 40)}'"),
        };
    }

    private static int Port(string text, string source) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= 65_535
            ? port
            : throw new ClusterException($"{source}: takes a port from 1 to 65535 after localhost, not '{ForeignText.Short(text, 40)}'");

    private static PostgreSqlCluster PostgreSql(string connection, string source)
    {
        var keys = Keys(connection, source, "postgresql:Host=HOST;Database=NAME;Username=USER;Password=PASSWORD");
        return Value(keys, "Host", "Server") is { } host
            ? new PostgreSqlCluster(connection, host, Value(keys, "Database", "Db") ?? Value(keys, "Username", "User Id", "UserName", "User") ?? "?")
            : throw new ClusterException($"{source}: the connection string after postgresql: names no Host");
    }

    private static AzureCluster Azure(string connection, string source)
    {
        var keys = Keys(connection, source, "azure:DefaultEndpointsProtocol=https;AccountName=NAME;AccountKey=KEY, or azure:UseDevelopmentStorage=true");
        string? account = Value(keys, "UseDevelopmentStorage") is "true" or "True" ? "the emulator"
            : Value(keys, "AccountName") is { } name ? $"account {name}"
            : Value(keys, "TableEndpoint");
        return account is not null
            ? new AzureCluster(connection, account)
            : throw new ClusterException($"{source}: the connection string after azure: names no AccountName");
    }

    private static DbConnectionStringBuilder Keys(string connection, string source, string example)
    {
        try
        {
            var keys = new DbConnectionStringBuilder { ConnectionString = connection };
            if (keys.Count > 0)
                return keys;
        }
        catch (ArgumentException)
        {
            // Its message would repeat the text.
        }

        throw new ClusterException($"{source}: what stands after the colon is no connection string; one is {example}");
    }

    private static string? Value(DbConnectionStringBuilder keys, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (keys.TryGetValue(name, out object? value) && value is string { Length: > 0 } text)
                return text;
        }

        return null;
    }
}

/// <summary>Silos of one machine, the first of which keeps the list of all: for development. When the first one ends, the cluster does.</summary>
/// <param name="Gateway">Where the first silo takes clients in.</param>
/// <param name="Silo">Where the first silo speaks with others.</param>
public sealed record LocalhostCluster(int Gateway = LocalhostCluster.DefaultGateway, int Silo = LocalhostCluster.DefaultSilo) : ClusterAddress
{
    /// <summary>Where silos take clients in, unless another port is named.</summary>
    public const int DefaultGateway = 30_000;

    /// <summary>Where silos speak with others, unless another port is named.</summary>
    public const int DefaultSilo = 11_111;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"localhost:{Gateway}");
}

/// <summary>Silos that find each other in a PostgreSQL database.</summary>
/// <param name="ConnectionString">As Npgsql reads it.</param>
/// <param name="Host">The database's machine.</param>
/// <param name="Database">The database's name.</param>
public sealed record PostgreSqlCluster(string ConnectionString, string Host, string Database) : ClusterAddress
{
    /// <inheritdoc/>
    public override string ToString() => $"the PostgreSQL database {Database} on {Host}";
}

/// <summary>Silos that find each other in the tables of an Azure Storage account, or of its emulator.</summary>
/// <param name="ConnectionString">As Azure's libraries read it.</param>
/// <param name="Account">The account, in words.</param>
public sealed record AzureCluster(string ConnectionString, string Account) : ClusterAddress
{
    /// <inheritdoc/>
    public override string ToString() => $"Azure Storage, {Account}";
}
