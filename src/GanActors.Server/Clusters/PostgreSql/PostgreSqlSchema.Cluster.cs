using Npgsql;

namespace GanActors.Server.Clusters.PostgreSql;

/// <summary>The tables and queries that a cluster needs in a PostgreSQL database.</summary>
internal static class PostgreSqlSchema
{
    private const string Prepare = "ganactors cluster prepare --cluster postgresql:...";

    // Any number that no other program of the database locks: two silos' operators may prepare it at once.
    private const string Lock = "SELECT pg_advisory_xact_lock(7216854403)";
    private const string Found = "SELECT to_regclass('orleansquery') IS NOT NULL, to_regclass('ganactors_silo') IS NOT NULL";

    /// <summary>Makes what is missing and brings the queries up to date; nothing that a cluster has written is changed.</summary>
    /// <exception cref="ClusterException">The database cannot be reached, or somebody else's queries are in it.</exception>
    public static Task<string> ApplyAsync(PostgreSqlCluster cluster, CancellationToken cancellation) => In(cluster, async connection =>
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Run(connection, Lock, cancellation);
        var (hasQueries, isOurs) = await Look(connection, cancellation);
        if (hasQueries && !isOurs)
            throw new ClusterException($"{cluster} has the tables of another cluster of Orleans, which are left as they are; name another database");
        await Run(connection, await Script(), cancellation);
        await transaction.CommitAsync(cancellation);
        return isOurs ? $"{cluster} was ready before; its queries are up to date" : $"{cluster} is ready for a cluster";
    });

    /// <summary>Refuses a database that has not been prepared.</summary>
    /// <exception cref="ClusterException">It has not, or it cannot be reached.</exception>
    public static Task RequireAsync(PostgreSqlCluster cluster, CancellationToken cancellation) => In(cluster, async connection =>
    {
        var (hasQueries, _) = await Look(connection, cancellation);
        return hasQueries ? true : throw new ClusterException($"{cluster} is not ready for a cluster yet: run `{Prepare}` once");
    });

    private static async Task<T> In<T>(PostgreSqlCluster cluster, Func<NpgsqlConnection, Task<T>> work)
    {
        try
        {
            await using var connection = new NpgsqlConnection(cluster.ConnectionString);
            await connection.OpenAsync();
            return await work(connection);
        }
        catch (Exception fault) when (fault is NpgsqlException or ArgumentException or TimeoutException)
        {
            throw new ClusterException($"{cluster} cannot be used: {fault.GetBaseException().Message}", fault);
        }
    }

    private static async Task<(bool HasQueries, bool IsOurs)> Look(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(Found, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        await reader.ReadAsync(cancellation);
        return (reader.GetBoolean(0), reader.GetBoolean(1));
    }

    private static async Task Run(NpgsqlConnection connection, string text, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(text, connection);
        await command.ExecuteNonQueryAsync(cancellation);
    }

    private static async Task<string> Script()
    {
        using var reader = new StreamReader(typeof(PostgreSqlSchema).Assembly.GetManifestResourceStream(typeof(PostgreSqlSchema), "schema.sql")!);
        return await reader.ReadToEndAsync();
    }
}
