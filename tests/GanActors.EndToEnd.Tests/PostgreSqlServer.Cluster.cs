using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using GanActors.Checkpoints.Tests;
using Npgsql;

namespace GanActors.EndToEnd.Tests;

/// <summary>
/// A PostgreSQL server of the tests' own, on a free port, in a temporary folder; it is gone with them. Where PostgreSQL is not installed, or will not run here, the tests that
/// need it are skipped with that reason.
/// </summary>
public sealed class PostgreSqlServer : IAsyncLifetime
{
    private const string User = "gan";
    private const string Nobody = "65534";
    private readonly string _folder = Directory.CreateTempSubdirectory("ganactors-postgresql-").FullName;
    private readonly int _port = BuiltProgram.FreePort();
    private Process? _server;
    private string? _absence;
    private int _databases;

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        try
        {
            await Start();
        }
        catch (Exception fault) when (fault is Win32Exception or IOException or InvalidOperationException)
        {
            _absence = $"PostgreSQL cannot be started here: {fault.Message}";
        }
    }

    /// <summary>The address of a cluster in a new and empty database.</summary>
    public async Task<string> NewCluster()
    {
        Assert.SkipWhen(_absence is not null, _absence ?? "");
        string name = string.Create(CultureInfo.InvariantCulture, $"cluster{++_databases}");
        await Execute("postgres", $"CREATE DATABASE {name}");
        return $"postgresql:{Connection(name)}";
    }

    /// <summary>Runs a statement in the database of a cluster.</summary>
    public static async Task<object?> Ask(string cluster, string statement)
    {
        await using var source = NpgsqlDataSource.Create(cluster[(cluster.IndexOf(':', StringComparison.Ordinal) + 1)..]);
        await using var command = source.CreateCommand(statement);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Keeps it, and those who serve its connections, from answering until what is returned is disposed of.</summary>
    public IDisposable Silence() => new SilencedProcess(_server!);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            // In order, so that its shared memory goes with it.
            using (var kill = Process.Start("kill", ["-INT", _server.Id.ToString(CultureInfo.InvariantCulture)]))
                await kill.WaitForExitAsync();
            await _server.WaitForExitAsync();
            _server.Dispose();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private async Task Start()
    {
        string data = Path.Combine(_folder, "data");
        // PostgreSQL refuses to run as root.
        if (Environment.IsPrivilegedProcess)
            await Finish(Process.Start(Command("chown", [$"{Nobody}:{Nobody}", _folder]))!);
        await Finish(Process.Start(AsNobody(Program("initdb"), "-D", data, "-A", "trust", "-U", User, "-E", "UTF8", "--locale=C", "--no-sync"))!);
        _server = Process.Start(AsNobody(
            Program("postgres"), "-D", data, "-p", _port.ToString(CultureInfo.InvariantCulture), "-c", "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c", "fsync=off"))!;
        _ = _server.StandardOutput.ReadToEndAsync();
        var said = new List<string>();
        while (await _server.StandardError.ReadLineAsync() is { } line)
        {
            said.Add(line);
            if (line.EndsWith("ready to accept connections", StringComparison.Ordinal))
            {
                _ = _server.StandardError.ReadToEndAsync();
                return;
            }
        }

        throw new InvalidOperationException(said.Count > 0 ? said[^1] : "it ended at once");
    }

    private string Connection(string database) =>
        string.Create(CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={_port};Username={User};Database={database};Pooling=true");

    private async Task Execute(string database, string statement)
    {
        await using var source = NpgsqlDataSource.Create(Connection(database));
        await using var command = source.CreateCommand(statement);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    // Debian keeps them off the path.
    private static string Program(string name) => Directory.Exists("/usr/lib/postgresql")
        ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin", name)).Where(File.Exists).Max() ?? name
        : name;

    private static ProcessStartInfo AsNobody(string program, params string[] arguments) => Environment.IsPrivilegedProcess
        ? Command("setpriv", ["--reuid", Nobody, "--regid", Nobody, "--clear-groups", program, .. arguments])
        : Command(program, arguments);

    private static ProcessStartInfo Command(string program, string[] arguments) => new(program, arguments)
    {
        RedirectStandardOutput = true,
        RedirectStandardError = true,
        // A folder that nobody may be in would be warned of.
        WorkingDirectory = "/",
    };

    private static async Task Finish(Process process)
    {
        using (process)
        {
            var output = process.StandardOutput.ReadToEndAsync();
            string error = await process.StandardError.ReadToEndAsync();
            await output;
            await process.WaitForExitAsync();
            if (process.ExitCode != 0)
                throw new InvalidOperationException($"{process.StartInfo.FileName} {error.Trim()}");
        }
    }
}
