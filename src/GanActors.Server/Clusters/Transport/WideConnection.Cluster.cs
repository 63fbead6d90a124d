using System.IO.Pipelines;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;

namespace GanActors.Server.Clusters.Transport;

/// <summary>A connection over a socket that is read and written in large pieces.</summary>
internal sealed class WideConnection : ConnectionContext
{
    private const int Piece = 1 << 17, LeastRead = 1 << 14;

    // What is read is looked at by who read it, and what is written is sent by who wrote it. No end is ever made to wait: whoever asks for too much at once is stopped by
    // the limit of a message.
    private static readonly PipeOptions Options = new(
        readerScheduler: PipeScheduler.Inline, writerScheduler: PipeScheduler.ThreadPool, pauseWriterThreshold: 0, resumeWriterThreshold: 0, minimumSegmentSize: Piece,
        useSynchronizationContext: false);

    private readonly Socket _socket;
    private readonly Pipe _received = new(Options), _toSend = new(Options);
    // Never disposed of: it has no timer and no wait handle, and is cancelled last of all.
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _work;

    /// <summary>Over a connected socket, which it owns.</summary>
    public WideConnection(Socket socket)
    {
        _socket = socket;
        LocalEndPoint = socket.LocalEndPoint;
        RemoteEndPoint = socket.RemoteEndPoint;
        ConnectionClosed = _closed.Token;
        Transport = new Ends(_received.Reader, _toSend.Writer);
        _work = Task.WhenAll(Receive(), Send());
    }

    /// <inheritdoc/>
    public override string ConnectionId { get; set; } = Guid.NewGuid().ToString("N");

    /// <inheritdoc/>
    public override IFeatureCollection Features { get; } = new FeatureCollection();

    /// <inheritdoc/>
    public override IDictionary<object, object?> Items { get; set; } = new ConnectionItems();

    /// <inheritdoc/>
    public override IDuplexPipe Transport { get; set; }

    /// <inheritdoc/>
    public override void Abort(ConnectionAbortedException abortReason)
    {
        _socket.Dispose();
        _toSend.Reader.CancelPendingRead();
    }

    /// <inheritdoc/>
    public override async ValueTask DisposeAsync()
    {
        Abort(new ConnectionAbortedException());
        await _received.Reader.CompleteAsync();
        await _toSend.Writer.CompleteAsync();
        await _work;
        await base.DisposeAsync();
    }

    private static bool IsOver(Exception fault) => fault is SocketException or ObjectDisposedException;

    private async Task Receive()
    {
        var into = _received.Writer;
        Exception? reason = null;
        try
        {
            for (; ;)
            {
                int count = await _socket.ReceiveAsync(into.GetMemory(LeastRead), SocketFlags.None);
                if (count == 0)
                    break;
                into.Advance(count);
                if ((await into.FlushAsync()).IsCompleted)
                    break;
            }
        }
        catch (Exception fault) when (IsOver(fault))
        {
            reason = new ConnectionResetException(fault.Message, fault);
        }

        await into.CompleteAsync(reason);
        // Elsewhere: whoever hears of it may dispose of the connection, which waits for this to end.
        ThreadPool.UnsafeQueueUserWorkItem(closed => closed.Cancel(), _closed, preferLocal: false);
    }

    private async Task Send()
    {
        var from = _toSend.Reader;
        try
        {
            for (; ;)
            {
                var next = await from.ReadAsync();
                if (next.IsCanceled)
                    break;
                foreach (var piece in next.Buffer)
                {
                    for (var left = piece; !left.IsEmpty;)
                        left = left[await _socket.SendAsync(left, SocketFlags.None)..];
                }

                from.AdvanceTo(next.Buffer.End);
                if (next.IsCompleted)
                    break;
            }
        }
        catch (Exception fault) when (IsOver(fault))
        {
            // The receiving half tells of it.
        }

        // Nothing more is sent, so nothing more is to be waited for.
        _socket.Dispose();
        await from.CompleteAsync();
    }

    private sealed class Ends(PipeReader input, PipeWriter output) : IDuplexPipe
    {
        /// <inheritdoc/>
        public PipeReader Input => input;

        /// <inheritdoc/>
        public PipeWriter Output => output;
    }
}
