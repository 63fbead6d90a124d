using GanActors.Networks;
using GanActors.Pictures;
using GanActors.Recipes;

namespace GanActors.Grains.Runs;

/// <summary>The pictures of one run: sheets of images or of points, as its data are, and plots of its course.</summary>
internal sealed class RunPictures(Recipe recipe, Shape item)
{
    /// <summary>How many items a sheet shows.</summary>
    public int Count => recipe.Samples.Rows * recipe.Samples.Columns;

    private Batch? Points { get; set; }

    /// <summary>A sheet of real items; points are kept to be drawn under the generated ones.</summary>
    public Pixmap Real(Batch items)
    {
        Points = items;
        return item.IsImage ? Images(items) : new ScatterSheet { Title = $"{recipe.Data.Name}, real" }.Draw(items.Values.Span, default);
    }

    /// <summary>A sheet of generated items.</summary>
    public Pixmap Sheet(Batch items) => item.IsImage
        ? Images(items)
        : new ScatterSheet { Title = recipe.Name }.Draw(Points is null ? default : Points.Values.Span, items.Values.Span);

    /// <summary>Both losses.</summary>
    public Pixmap Losses(Course course) => LossPlot
        .Of($"{recipe.Name}: losses", Iterations(course), course.Of(row => row.GeneratorLoss), course.Of(row => row.DiscriminatorLoss)).Draw();

    /// <summary>Mean scores D(x) and D(G(z)), and the discriminator's.</summary>
    public Pixmap Scores(Course course) => ScorePlot
        .OfMeanScores($"{recipe.Name}: scores", Iterations(course), course.Of(row => row.ScoreReal), course.Of(row => row.ScoreFake))
        .Draw();

    /// <summary>The discriminator's accuracy on either side.</summary>
    public Pixmap Accuracy(Course course) => ScorePlot
        .OfAccuracy($"{recipe.Name}: accuracy of the discriminator", Iterations(course), course.Of(row => row.AccuracyReal), course.Of(row => row.AccuracyFake))
        .Draw();

    /// <summary>Norms of both networks' gradients.</summary>
    public Pixmap Gradients(Course course) => GradientNormPlot
        .Of(
            $"{recipe.Name}: norms of the gradients", Iterations(course),
            course.Of(row => row.GeneratorGradientNorm), course.Of(row => row.DiscriminatorGradientNorm))
        .Draw();

    /// <summary>What the penalty adds to the discriminator's loss, where it was due.</summary>
    public Pixmap Penalty(Course course) => PenaltyPlot
        .Of(
            $"{recipe.Name}: penalty on the discriminator's gradient", PenaltyName(recipe.Penalty!),
            [.. course.Penalised.Select(row => row.Iteration)], course.Penalised.Select(row => row.DiscriminatorPenalty).ToArray())
        .Draw();

    /// <summary>Whose turn it was when.</summary>
    public Pixmap Schedule(Course course) =>
        new ScheduleStrip { Title = $"{recipe.Name}: whose turn it was" }.Draw(course.Turns.Spans, course.Turns.First, course.Turns.Last);

    private static string PenaltyName(PenaltySpec penalty)
    {
        string name = penalty.Kind == PenaltyKind.R1 ? "R1" : "WGAN-GP";
        string every = penalty.Every > 1 ? FormattableString.Invariant($", every {penalty.Every} steps and as many times as strong") : "";
        return FormattableString.Invariant($"{name}, weight {penalty.Weight}{every}");
    }

    private static long[] Iterations(Course course) => [.. course.Rows.Select(row => row.Iteration)];

    private Pixmap Images(Batch items) => new SampleSheet
    {
        Rows = recipe.Samples.Rows,
        Columns = recipe.Samples.Columns,
        Scale = SampleSheet.ScaleOf(item[2]),
        Low = recipe.Data.Low,
        High = recipe.Data.High,
    }.Draw(items.Values.Span, items.Count, item[0], item[1], item[2]).Picture;
}
