using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GanActors.Datasets.Tests;

/// <summary>A web server on this machine that misbehaves to order.</summary>
internal sealed class LoopbackMirror : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<string, Func<NetworkStream, CancellationToken, Task>> _answers = new();
    private readonly Task _serving;

    public LoopbackMirror()
    {
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/data/"));

    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>The four files of <see cref="TinySource"/>, as they should be.</summary>
    public LoopbackMirror ServeTiny()
    {
        Serve("train-images-idx3-ubyte.gz", IdxBytes.Zip(TinySource.TrainingImages));
        Serve("train-labels-idx1-ubyte.gz", IdxBytes.Zip(TinySource.TrainingLabels));
        Serve("t10k-images-idx3-ubyte.gz", IdxBytes.Zip(TinySource.TestImages));
        Serve("t10k-labels-idx1-ubyte.gz", IdxBytes.Zip(TinySource.TestLabels));
        return this;
    }

    /// <summary>Serves a file; says it is <paramref name="length"/> bytes long, or nothing about it if that is negative.</summary>
    public void Serve(string file, byte[] content, long? length = null) => _answers[file] = async (stream, _) =>
    {
        string header = length < 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {length ?? content.Length}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\n{header}Connection: close\r\n\r\n"), CancellationToken.None);
        await stream.WriteAsync(content, CancellationToken.None);
    };

    /// <summary>Answers a request for a file with these bytes, header and all.</summary>
    public void Answer(string file, byte[] response) => _answers[file] = (stream, end) => stream.WriteAsync(response, end).AsTask();

    /// <summary>Knows nothing of a file (404), as of any that it was not told to serve.</summary>
    public void Refuse(string file) => _answers.TryRemove(file, out _);

    /// <summary>Takes the request for a file and never answers.</summary>
    public void KeepSilentAbout(string file) => _answers[file] = (_, end) => Task.Delay(Timeout.Infinite, end);

    /// <summary>Begins a file and never goes on.</summary>
    public void StallIn(string file, byte[] start) => _answers[file] = async (stream, end) =>
    {
        await stream.WriteAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"u8.ToArray(), end);
        await stream.WriteAsync(start, end);
        await Task.Delay(Timeout.Infinite, end);
    };

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _serving;
        _end.Dispose();
        _listener.Dispose();
    }

    private async Task ServeAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true)
                connections.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
                string file = ((await reader.ReadLineAsync(_end.Token)) ?? "").Split(' ').ElementAtOrDefault(1)?.Split('/')[^1] ?? "";
                while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 })
                {
                }

                Requests.Enqueue(file);
                if (_answers.TryGetValue(file, out var answer))
                    await answer(stream, _end.Token);
                else
                    await stream.WriteAsync("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"u8.ToArray(), _end.Token);
            }
            catch (Exception fault) when (fault is IOException or OperationCanceledException)
            {
                // The other side has gone, or the test is over.
            }
        }
    }
}
