using System.Buffers.Text;
using GanActors.Runs;

namespace GanActors.Grains.Runs;

/// <summary>
/// Writes <c>metrics.csv</c>: one row of figures for each iteration kept, seven significant digits, nothing that depends on the clock,
/// so that equal runs leave equal files.
/// </summary>
internal sealed class MetricsCsv : IDisposable
{
    /// <summary>The columns, in order.</summary>
    public const string Header =
        "iteration,epoch,d_loss,d_loss_real,d_loss_fake,g_loss,d_accuracy_real,d_accuracy_fake,"
        + "d_score_real,d_score_fake,g_score,d_gradient_norm,g_gradient_norm,d_penalty,d_lr,g_lr,d_steps,g_steps";

    private readonly FileStream _file;
    private readonly byte[] _line = new byte[512];
    private int _length;

    /// <summary>Begins a file, or goes on behind the first <paramref name="bytes"/> bytes of one; what follows them is cut off.</summary>
    public MetricsCsv(string path, long? bytes) => _file = CsvFile.Open(path, Header, bytes);

    public void Write(MetricsRow row)
    {
        Utf8Formatter.TryFormat(row.Iteration, _line, out _length);
        Append(row.Epoch);
        Append(row.DiscriminatorLoss);
        Append(row.DiscriminatorLossReal);
        Append(row.DiscriminatorLossFake);
        Append(row.GeneratorLoss);
        Append(row.AccuracyReal);
        Append(row.AccuracyFake);
        Append(row.ScoreReal);
        Append(row.ScoreFake);
        Append(row.ScoreFooled);
        Append(row.DiscriminatorGradientNorm);
        Append(row.GeneratorGradientNorm);
        Append(row.DiscriminatorPenalty);
        Append(row.DiscriminatorLearningRate);
        Append(row.GeneratorLearningRate);
        Append(row.DiscriminatorSteps);
        Append(row.GeneratorSteps);
        _line[_length++] = (byte)'\n';
        _file.Write(_line, 0, _length);
    }

    /// <summary>Hands what is buffered to the operating system.</summary>
    public void Flush() => _file.Flush();

    /// <summary>Brings everything to the disk.</summary>
    /// <returns>Bytes written.</returns>
    public long FlushToDisk() => CsvFile.FlushToDisk(_file);

    public void Dispose() => _file.Dispose();

    // A figure that does not exist is an empty field.
    private void Append(double value)
    {
        _line[_length++] = (byte)',';
        if (double.IsNaN(value))
            return;
        value.TryFormat(_line.AsSpan(_length), out int written, "G7", System.Globalization.CultureInfo.InvariantCulture);
        _length += written;
    }
}
