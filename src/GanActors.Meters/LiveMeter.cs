using System.Diagnostics.Metrics;

namespace GanActors.Meters;

/// <summary>
/// A meter of things that come and go, each with series of its own. What reads it keeps room for every series that it has ever seen, so a meter has seats: when they
/// are all taken, another one takes its place.
/// </summary>
/// <param name="name">One of <see cref="MeterNames"/>.</param>
/// <param name="seats">How many things it can have seen.</param>
internal sealed class LiveMeter(string name, int seats) : Meter(name)
{
    private readonly Dictionary<string, int> _seriesOf = [];

    /// <summary>The most series that an instrument of this meter can come to have.</summary>
    public int MostSeries(Instrument instrument)
    {
        lock (_seriesOf)
            return seats * _seriesOf.GetValueOrDefault(instrument.Name, 1);
    }

    /// <summary>Something that goes up and down.</summary>
    /// <param name="name">Of the instrument.</param>
    /// <param name="unit">By UCUM; null for none.</param>
    /// <param name="meaning">In a sentence's words.</param>
    /// <param name="series">The most series of one seat.</param>
    /// <param name="look">Takes the readings.</param>
    public void Gauge(string name, string? unit, string meaning, int series, Func<Readings<double>> look)
    {
        Expect(name, series);
        CreateObservableGauge(name, () => look(), unit, meaning);
    }

    /// <summary>Something that is counted.</summary>
    /// <inheritdoc cref="Gauge"/>
    public void Counter(string name, string? unit, string meaning, int series, Func<Readings<long>> look)
    {
        Expect(name, series);
        CreateObservableCounter(name, () => look(), unit, meaning);
    }

    /// <summary>Seconds that add up.</summary>
    /// <inheritdoc cref="Gauge"/>
    public void Seconds(string name, string meaning, int series, Func<Readings<double>> look)
    {
        Expect(name, series);
        CreateObservableCounter(name, () => look(), "s", meaning);
    }

    // Before it is published: whoever hears of it asks.
    private void Expect(string instrument, int series)
    {
        lock (_seriesOf)
            _seriesOf[instrument] = series;
    }
}
