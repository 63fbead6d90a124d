using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace GanActors.Telemetry.Prometheus;

/// <summary>Takes what OpenTelemetry's reader has collected when somebody asks, and writes it as text. One look at a time.</summary>
[ExportModes(ExportModes.Pull)]
internal sealed class PullExporter : BaseExporter<Metric>, IPullMetricExporter
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly ExpositionWriter _output = new();
    private ExpositionFormat _format = ExpositionFormat.Text;

    /// <summary>Set by the reader: has it collect, and give this exporter what it has.</summary>
    public Func<int, bool>? Collect { get; set; }

    /// <summary>What there is now.</summary>
    /// <param name="format">In which format.</param>
    /// <param name="use">Uses the text, which stands until it returns.</param>
    /// <param name="cancellation">Nobody wants it any more.</param>
    /// <exception cref="InvalidOperationException">Nothing could be collected.</exception>
    public async Task Scrape(ExpositionFormat format, Func<ReadOnlyMemory<byte>, Task> use, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            _format = format;
            _output.Clear();
            if (Collect?.Invoke(Timeout.Infinite) != true)
                throw new InvalidOperationException("the meters could not be read");
            await use(_output.Written);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public override ExportResult Export(in Batch<Metric> batch)
    {
        var metrics = new List<Metric>((int)batch.Count);
        foreach (var metric in batch)
            metrics.Add(metric);
        new Exposition(_format, _output).Write(ParentProvider.GetResource(), metrics);
        return ExportResult.Success;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _turn.Dispose();
        base.Dispose(disposing);
    }
}
