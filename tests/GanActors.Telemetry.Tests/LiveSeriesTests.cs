using GanActors.Duel;
using GanActors.Meters;
using GanActors.Recipes;
using GanActors.Runs;

namespace GanActors.Telemetry.Tests;

public sealed class LiveSeriesTests
{
    [Fact]
    public async Task A_run_that_has_ended_has_no_series()
    {
        using var scraped = new ScrapedMeters();
        using var meters = new SiloMeters();
        using var stays = TinyRun.BeginAndTellAll(meters, "stays");
        var ends = TinyRun.BeginAndTellAll(meters, "ends");
        Assert.NotEmpty(await scraped.SeriesWith("run=\"ends\""));

        ends.End(RunState.Completed, null);

        Assert.Empty(await scraped.SeriesWith("run=\"ends\""));
        Assert.NotEmpty(await scraped.SeriesWith("run=\"stays\""));
    }

    [Fact]
    public async Task A_sweep_that_has_ended_has_no_series()
    {
        using var scraped = new ScrapedMeters();
        using var meters = new SiloMeters();
        var sweep = TinyRun.BeginSweep(meters, "over-soon");
        var series = await scraped.SeriesWith("sweep=\"over-soon\"");
        Assert.Contains(series, line => line.StartsWith("ganactors_sweep_best{", StringComparison.Ordinal) && line.EndsWith(" 2.5", StringComparison.Ordinal));
        Assert.Contains(series, line => line.StartsWith("ganactors_sweep_trials{", StringComparison.Ordinal) && line.EndsWith("state=\"reported\",sweep=\"over-soon\"} 2", StringComparison.Ordinal));

        sweep.Dispose();

        Assert.Empty(await scraped.SeriesWith("sweep=\"over-soon\""));
    }

    [Fact]
    public async Task However_many_runs_come_and_go_none_is_left_out_and_memory_stays()
    {
        using var scraped = new ScrapedMeters();
        using var meters = new SiloMeters();
        long before = 0;
        for (int run = 0; run < 1_500; run++)
        {
            using var meter = TinyRun.BeginAndTellAll(meters, $"come-and-go-{run}");
            if (run % 50 != 0)
                continue;
            var series = await scraped.SeriesWith($"run=\"come-and-go-{run}\"");
            Assert.Contains(series, line => line.StartsWith("ganactors_loss{", StringComparison.Ordinal));
            Assert.Equal(FigureNames.All.Length, series.Count(line => line.StartsWith("ganactors_evaluation_figure{", StringComparison.Ordinal)));
            if (run == 500)
                before = GC.GetTotalMemory(forceFullCollection: true);
        }

        // A thousand runs that are over: a kilobyte each would be a megabyte, the series of one are twenty.
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 8_000_000);
        Assert.DoesNotContain("otel_metric_overflow", await scraped.Scrape(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Five_hundred_runs_at_once_are_all_told()
    {
        using var scraped = new ScrapedMeters();
        using var meters = new SiloMeters();
        var runs = Enumerable.Range(0, 500).Select(run => TinyRun.BeginAndTellAll(meters, $"crowd-{run}")).ToList();

        var series = await scraped.SeriesWith("run=\"crowd-");

        Assert.Equal(500, series.Count(line => line.StartsWith("ganactors_iterations_total{", StringComparison.Ordinal)));
        Assert.Equal(500 * FigureNames.All.Length, series.Count(line => line.StartsWith("ganactors_evaluation_figure{", StringComparison.Ordinal)));
        runs.ForEach(run => run.Dispose());
    }

    [Fact]
    public async Task What_an_iteration_did_not_measure_keeps_its_last_value()
    {
        using var scraped = new ScrapedMeters();
        using var meters = new SiloMeters();
        using var run = TinyRun.BeginAndTellAll(meters, "keeps");
        run.Played(
            TinyRun.Row(2) with { GeneratorLoss = double.NaN, GeneratorGradientNorm = double.NaN, ScoreFooled = double.NaN, GeneratorSteps = 0, DiscriminatorPenalty = double.NaN },
            realBatches: 2, fakeBatches: 1, skipped: 0);

        var series = await scraped.SeriesWith("run=\"keeps\"");

        Assert.Contains("ganactors_loss{otel_scope_name=\"GanActors.Runs\",network=\"generator\",run=\"keeps\"} 0.8", series);
        Assert.Contains("ganactors_gradient_norm{otel_scope_name=\"GanActors.Runs\",network=\"generator\",run=\"keeps\"} 2.5", series);
        Assert.Contains("ganactors_discriminator_penalty{otel_scope_name=\"GanActors.Runs\",run=\"keeps\"} 0.01", series);
        Assert.Contains("ganactors_iterations_total{otel_scope_name=\"GanActors.Runs\",run=\"keeps\"} 2", series);
        Assert.Contains("ganactors_samples_total{otel_scope_name=\"GanActors.Runs\",run=\"keeps\",side=\"real\"} 16", series);
        Assert.Contains("ganactors_samples_total{otel_scope_name=\"GanActors.Runs\",run=\"keeps\",side=\"fake\"} 24", series);
    }

    [Fact]
    public async Task A_loss_that_is_no_number_is_told_and_counted()
    {
        using var scraped = new ScrapedMeters();
        using var meters = new SiloMeters();
        using var run = TinyRun.Begin(meters, "none");
        run.Played(TinyRun.Row(1) with { DiscriminatorLossReal = double.NaN, GeneratorLoss = double.PositiveInfinity }, realBatches: 1, fakeBatches: 2, skipped: 1);

        var series = await scraped.SeriesWith("run=\"none\"");

        Assert.Contains("ganactors_loss{otel_scope_name=\"GanActors.Runs\",network=\"discriminator\",run=\"none\"} NaN", series);
        Assert.Contains("ganactors_loss{otel_scope_name=\"GanActors.Runs\",network=\"generator\",run=\"none\"} +Inf", series);
        Assert.Contains("ganactors_loss_nonfinite_total{otel_scope_name=\"GanActors.Runs\",network=\"discriminator\",run=\"none\"} 1", series);
        Assert.Contains("ganactors_loss_nonfinite_total{otel_scope_name=\"GanActors.Runs\",network=\"generator\",run=\"none\"} 1", series);
        Assert.Contains("ganactors_steps_skipped_total{otel_scope_name=\"GanActors.Runs\",run=\"none\"} 1", series);
    }

    [Fact]
    public async Task A_side_that_was_never_seen_has_no_series()
    {
        using var scraped = new ScrapedMeters();
        using var meters = new SiloMeters();
        using var run = TinyRun.Begin(meters, "half");
        run.Played(
            TinyRun.Row(1) with { DiscriminatorLossFake = double.NaN, AccuracyFake = double.NaN, ScoreFake = double.NaN }, realBatches: 1, fakeBatches: 0, skipped: 0);

        var series = await scraped.SeriesWith("run=\"half\"");

        Assert.Contains(series, line => line.StartsWith("ganactors_discriminator_loss{", StringComparison.Ordinal) && line.Contains("side=\"real\"", StringComparison.Ordinal));
        Assert.DoesNotContain(series, line => line.StartsWith("ganactors_discriminator_", StringComparison.Ordinal) && line.Contains("side=\"fake\"", StringComparison.Ordinal));
        Assert.Contains("ganactors_loss_nonfinite_total{otel_scope_name=\"GanActors.Runs\",network=\"discriminator\",run=\"half\"} 0", series);
    }

    [Fact]
    public async Task Alarms_are_up_while_they_are_raised_and_counted_once()
    {
        using var scraped = new ScrapedMeters();
        using var meters = new SiloMeters();
        using var run = TinyRun.Begin(meters, "alarmed");
        run.Alarmed(AlarmKind.OneSided, isRaised: true, isNew: true);
        run.Alarmed(AlarmKind.OneSided, isRaised: false, isNew: true);
        run.Alarmed(AlarmKind.OneSided, isRaised: true, isNew: false);

        var series = await scraped.SeriesWith("alarm=\"one_sided\",run=\"alarmed\"");

        Assert.Equal(
            ["ganactors_alarm{otel_scope_name=\"GanActors.Runs\",alarm=\"one_sided\",run=\"alarmed\"} 1", "ganactors_alarms_raised_total{otel_scope_name=\"GanActors.Runs\",alarm=\"one_sided\",run=\"alarmed\"} 1"],
            series);
    }

    [Fact]
    public async Task Time_is_counted_to_the_phase_that_it_was_spent_in()
    {
        using var scraped = new ScrapedMeters();
        using var meters = new SiloMeters();
        using var run = TinyRun.Begin(meters, "phases");
        run.Enter(Phase.Generator, Phase.Discriminator);
        run.Played(TinyRun.Row(1), realBatches: 1, fakeBatches: 1, skipped: 0);

        var series = await scraped.SeriesWith("run=\"phases\"");

        Assert.Contains("ganactors_phase_time_seconds_total{otel_scope_name=\"GanActors.Runs\",phase=\"discriminator\",run=\"phases\"} 0", series);
        Assert.DoesNotContain("ganactors_phase_time_seconds_total{otel_scope_name=\"GanActors.Runs\",phase=\"generator\",run=\"phases\"} 0", series);
        Assert.Contains("ganactors_frozen{otel_scope_name=\"GanActors.Runs\",network=\"discriminator\",run=\"phases\"} 1", series);
        Assert.Contains("ganactors_phase{otel_scope_name=\"GanActors.Runs\",phase=\"generator\",run=\"phases\"} 1", series);
    }
}
