using GanActors.Runs;

namespace GanActors.Grains.Runs;

/// <summary>The figures of a run so far, for its plots, thinned to what plots can show.</summary>
internal sealed class Course
{
    /// <summary>The part of a checkpoint that holds it.</summary>
    public const string PartName = "course.bin";

    private const int Format = 1;

    private readonly Thinned<MetricsRow> _rows = new();

    // Apart from the rows: a lazy penalty is rare, and thinned rows may miss every one.
    private readonly Thinned<MetricsRow> _penalised = new();

    /// <summary>The rows kept, oldest first.</summary>
    public IReadOnlyList<MetricsRow> Rows => _rows.Kept;

    /// <summary>Rows of iterations that had a penalty, oldest first.</summary>
    public IReadOnlyList<MetricsRow> Penalised => _penalised.Kept;

    /// <summary>Whose turn it was.</summary>
    public TurnCourse Turns { get; } = new();

    /// <summary>The newest iteration; 0 before there is one.</summary>
    public long Iteration { get; private set; }

    public void Keep(MetricsRow row)
    {
        Iteration = row.Iteration;
        _rows.Add(row);
        if (!double.IsNaN(row.DiscriminatorPenalty))
            _penalised.Add(row);
        Turns.Add(row.Iteration, row.DiscriminatorSteps, row.GeneratorSteps);
    }

    /// <summary>The course as bytes, for a checkpoint.</summary>
    public byte[] Save()
    {
        var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        writer.Write(Format);
        writer.Write(Iteration);
        _rows.Save(writer, Write);
        _penalised.Save(writer, Write);
        Turns.Save(writer);
        writer.Flush();
        return bytes.ToArray();
    }

    /// <summary>The course that was saved.</summary>
    /// <exception cref="InvalidDataException">The bytes are none; the message says what is wrong with them.</exception>
    public static Course Load(byte[] bytes)
    {
        using var reader = new BinaryReader(new MemoryStream(bytes));
        try
        {
            if (reader.ReadInt32() is var format && format != Format)
                throw new InvalidDataException($"is of format {format}; this version reads {Format}");
            var course = new Course { Iteration = reader.ReadInt64() };
            course._rows.Load(reader, Read);
            course._penalised.Load(reader, Read);
            course.Turns.Load(reader);
            return course;
        }
        catch (EndOfStreamException fault)
        {
            throw new InvalidDataException("ends too early", fault);
        }
    }

    private static void Write(BinaryWriter writer, MetricsRow row)
    {
        writer.Write(row.Iteration);
        foreach (double figure in (ReadOnlySpan<double>)[
            row.Epoch, row.DiscriminatorLossReal, row.DiscriminatorLossFake, row.GeneratorLoss, row.AccuracyReal, row.AccuracyFake,
            row.ScoreReal, row.ScoreFake, row.ScoreFooled, row.DiscriminatorGradientNorm, row.GeneratorGradientNorm, row.DiscriminatorPenalty,
            row.DiscriminatorLearningRate, row.GeneratorLearningRate])
        {
            writer.Write(figure);
        }

        writer.Write(row.DiscriminatorSteps);
        writer.Write(row.GeneratorSteps);
    }

    // Arguments are evaluated from left to right.
    private static MetricsRow Read(BinaryReader reader)
    {
        return new MetricsRow(
            reader.ReadInt64(), Next(), Next(), Next(), Next(), Next(), Next(), Next(), Next(), Next(), Next(), Next(), Next(), Next(), Next(),
            reader.ReadInt32(), reader.ReadInt32());

        double Next() => reader.ReadDouble();
    }

    /// <summary>One figure of all rows.</summary>
    public double[] Of(Func<MetricsRow, double> figure) => [.. Rows.Select(figure)];
}
