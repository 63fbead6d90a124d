using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GanActors.Checkpoints.Tests;

/// <summary>Azurite, the emulator of Azure Storage, in memory. It comes as the npm package azurite and needs node.</summary>
public sealed class Azurite : IAsyncLifetime
{
    public const string Account = "devstoreaccount1";

    /// <summary>The emulator's own key, which everybody knows.</summary>
    public const string Key = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    // The folder of node_modules that has it.
    private const string Variable = "GANACTORS_NODE_MODULES";
    private const string Listening = "successfully listening at ";

    private Process? _process;
    private string _missing = "";
    private string _endpoint = "", _tables = "";

    public async ValueTask InitializeAsync()
    {
        string modules = Environment.GetEnvironmentVariable(Variable) ?? "";
        if (!Directory.Exists(Path.Combine(modules, "azurite")))
        {
            _missing = $"{Variable} names no node_modules with azurite; npm install azurite makes one";
            return;
        }

        var start = new ProcessStartInfo("node") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string argument in new[] { Path.Combine(AppContext.BaseDirectory, "Blobs", "azurite.cjs"), "--inMemoryPersistence", "--disableTelemetry", "--silent", "--skipApiVersionCheck", "--blobPort", "0", "--queuePort", "0", "--tablePort", "0" })
            start.ArgumentList.Add(argument);
        start.Environment["NODE_PATH"] = modules;
        try
        {
            _process = Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            _missing = "node is not installed";
            return;
        }

        var told = new StringBuilder();
        while (_tables.Length == 0)
        {
            string line = await _process.StandardOutput.ReadLineAsync() ?? throw new InvalidOperationException($"Azurite ended, saying: {told}");
            told.AppendLine(line);
            int at = line.IndexOf(Listening, StringComparison.Ordinal);
            if (at < 0)
                continue;
            string endpoint = line[(at + Listening.Length)..].Trim();
            if (line.Contains("Blob", StringComparison.Ordinal))
                _endpoint = endpoint;
            else if (line.Contains("Table", StringComparison.Ordinal))
                _tables = endpoint;
        }

        // Nobody reads on; what it may still say must not fill the pipe.
        _ = _process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
    }

    /// <summary>A connection string with the account's key, for a container that nobody else uses. Skips the test where there is no emulator.</summary>
    public string Connection(string? container = null, string key = Key)
    {
        Assert.SkipWhen(_endpoint.Length == 0, _missing);
        return $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={key};BlobEndpoint={_endpoint}/{Account};Container={container ?? NewContainer()}";
    }

    /// <summary>A connection string of the account, with blobs and tables. Skips the test where there is no emulator.</summary>
    public string AccountConnection()
    {
        Assert.SkipWhen(_tables.Length == 0, _missing);
        return $"DefaultEndpointsProtocol=http;AccountName={Account};AccountKey={Key};BlobEndpoint={_endpoint}/{Account};TableEndpoint={_tables}/{Account}";
    }

    /// <summary>Keeps it from answering until what is returned is disposed of.</summary>
    public IDisposable Silence() => new SilencedProcess(_process!);

    /// <summary>A URL of a container, good for the permissions until the time.</summary>
    public string SignedUrl(string container, string permissions, DateTimeOffset until)
    {
        Assert.SkipWhen(_endpoint.Length == 0, _missing);
        const string version = "2019-12-12";
        string expiry = until.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        string[] signed = [permissions, "", expiry, $"/blob/{Account}/{container}", "", "", "", version, "c", "", "", "", "", "", ""];
        string signature = Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(Key), Encoding.UTF8.GetBytes(string.Join('\n', signed))));
        return $"{_endpoint}/{Account}/{container}?sv={version}&sr=c&sp={permissions}&se={Uri.EscapeDataString(expiry)}&sig={Uri.EscapeDataString(signature)}";
    }

    public static string NewContainer() => $"test-{Guid.NewGuid():N}";

    public async ValueTask DisposeAsync()
    {
        if (_process is null)
            return;
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
