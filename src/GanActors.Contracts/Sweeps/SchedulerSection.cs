using System.Collections.Immutable;
using GanActors.Recipes;
using GanActors.Recipes.Yaml;

namespace GanActors.Sweeps;

/// <summary>What a sweep says of its scheduler, being read and written.</summary>
internal sealed class SchedulerSection
{
    /// <summary>The key of a sweep that is read here.</summary>
    public const string Key = "scheduler";

    private const int UsualEta = 3, UsualRungs = 4, UsualLooks = 10;
    private static readonly string[] Keys =
        ["kind", "sampler", "eta", "rungs", "least", "every", "grace", "quantile", "resample", "factors", "scramble", "startup", "candidates", "gamma"];

    private readonly Section _section;

    private SchedulerSection(Section section, SchedulerKind kind, ImmutableArray<long>? rungs) => (_section, Kind, Rungs) = (section, kind, rungs);

    /// <summary>What it is.</summary>
    public SchedulerKind Kind { get; }

    /// <summary>The rungs, if they were written.</summary>
    public ImmutableArray<long>? Rungs { get; }

    /// <summary>Opens it: its kind, and its rungs, on which the budget may depend.</summary>
    /// <param name="sweep">The whole sweep.</param>
    public static SchedulerSection Open(Section sweep)
    {
        var section = sweep[Key] is YamlScalar { IsNull: false } word ? Section.OfShorthand(word, Key, "kind") : sweep.Open(Key, Keys);
        var kind = section.Choice("kind", SchedulerKind.Random, SweepWords.Schedulers);
        foreach (string key in Keys)
        {
            if (section[key] is not null && !Takes(kind, key))
                throw section.Wrong(key, $"means nothing to {SweepWords.Schedulers.Of(kind)}{Purpose(key)}; remove it, or choose another kind");
        }

        return new SchedulerSection(section, kind, ReadRungs(section));
    }

    /// <summary>Reads the rest of it.</summary>
    /// <param name="budget">What may be spent.</param>
    public SchedulerSpec Read(BudgetSpec budget)
    {
        var sampler = SamplerSection.Read(_section);
        long iterations = budget.Iterations;
        int looks = (int)Math.Max(1, iterations / UsualLooks);
        int Iterations(string key, int fallback, int low = 1) => _section.Whole(key, fallback, low, (int)iterations);
        int eta = _section.Whole("eta", UsualEta, 2, SweepLimits.Eta);
        switch (Kind)
        {
            case SchedulerKind.Grid:
                return new GridSpec();
            case SchedulerKind.Random:
                return new SearchSpec(sampler);
            case SchedulerKind.Sobol:
                return new SearchSpec(SamplerSection.Of(SamplerKind.Sobol, _section));
            case SchedulerKind.Tpe:
                return new SearchSpec(SamplerSection.Of(SamplerKind.Tpe, _section));
            case SchedulerKind.SuccessiveHalving or SchedulerKind.Asha:
                var rungs = Rungs ?? UsualRungsOf(iterations, eta, budget.Trials);
                double needed = Math.Pow(eta, rungs.Length - 1);
                if (budget.Trials < needed)
                {
                    throw _section.Wrong(
                        "rungs",
                        $"of {YamlText.Of(budget.Trials)} configurations none would come to the last of {YamlText.Of(rungs.Length)} rungs with eta {YamlText.Of(eta)}: "
                        + $"that takes {YamlText.Of(needed)}; write fewer rungs, a smaller eta, or more budget.trials");
                }

                return new HalvingSpec(sampler, eta, rungs, Kind == SchedulerKind.Asha);
            case SchedulerKind.Hyperband:
                return new HyperbandSpec(sampler, eta, Iterations("least", (int)UsualRungsOf(iterations, eta, int.MaxValue)[0]));
            case SchedulerKind.Pbt:
                return ReadPopulation(budget, Iterations("every", looks));
            case SchedulerKind.Median:
                int every = Iterations("every", looks);
                return new MedianStoppingSpec(sampler, every, Iterations("grace", every, low: 0), _section.Whole("least", Math.Min(5, budget.Trials), 1, SweepLimits.Trials));
            default:
                throw new NotSupportedException($"No scheduler {Kind}.");
        }
    }

    /// <summary>As YAML of one line.</summary>
    public static string Of(SchedulerSpec scheduler)
    {
        var (kind, options) = Written(scheduler);
        return $"{{ kind: {SweepWords.Schedulers.Of(kind)}{(options.Length > 0 ? ", " : string.Empty)}{options} }}";
    }

    /// <summary>Its kind in a word.</summary>
    public static string KindOf(SchedulerSpec scheduler) => SweepWords.Schedulers.Of(Written(scheduler).Kind);

    private static (SchedulerKind Kind, string Options) Written(SchedulerSpec scheduler)
    {
        return scheduler switch
        {
            GridSpec => (SchedulerKind.Grid, string.Empty),
            SearchSpec search => Search(search.Sampler),
            HalvingSpec halving => (
                halving.Asynchronous ? SchedulerKind.Asha : SchedulerKind.SuccessiveHalving,
                $"eta: {YamlText.Of(halving.Eta)}, rungs: [{string.Join(", ", halving.Rungs.Select(YamlText.Of))}], {Sampler(halving.Sampler)}"),
            HyperbandSpec hyperband => (
                SchedulerKind.Hyperband, $"eta: {YamlText.Of(hyperband.Eta)}, least: {YamlText.Of(hyperband.Least)}, {Sampler(hyperband.Sampler)}"),
            PopulationSpec population => (
                SchedulerKind.Pbt,
                $"every: {YamlText.Of(population.Every)}, quantile: {YamlText.Of(population.Quantile)}, resample: {YamlText.Of(population.Resample)}, "
                + $"factors: [{string.Join(", ", population.Factors.Select(YamlText.Of))}]"),
            MedianStoppingSpec median => (
                SchedulerKind.Median,
                $"every: {YamlText.Of(median.Every)}, grace: {YamlText.Of(median.Grace)}, least: {YamlText.Of(median.Least)}, {Sampler(median.Sampler)}"),
            _ => throw new NotSupportedException($"No scheduler {scheduler}."),
        };

        static (SchedulerKind Kind, string Options) Search(SamplerSpec spec)
        {
            var (kind, options) = SamplerSection.Of(spec);
            return (kind switch { SamplerKind.Sobol => SchedulerKind.Sobol, SamplerKind.Tpe => SchedulerKind.Tpe, _ => SchedulerKind.Random }, options);
        }

        static string Sampler(SamplerSpec spec)
        {
            var (kind, options) = SamplerSection.Of(spec);
            string word = SweepWords.Samplers.Of(kind);
            return options.Length == 0 ? $"sampler: {word}" : $"sampler: {{ {word}: {{ {options} }} }}";
        }
    }

    /// <summary>The error for a scheduler that does not suit the rest of the sweep.</summary>
    public RecipeException Wrong(string problem) => _section.Wrong("kind", problem);

    /// <summary>The error for rungs that do not suit the budget.</summary>
    public RecipeException WrongRungs(string problem) => _section.Wrong("rungs", problem);

    private PopulationSpec ReadPopulation(BudgetSpec budget, int every)
    {
        double quantile = _section.Real("quantile", 0.25, NumberRange.Above(0, 0.5f));
        if (budget.Trials * quantile < 1)
        {
            throw _section.Wrong(
                "quantile", $"of {YamlText.Of(budget.Trials)} members none would give way; write at least {YamlText.Of(1.0 / budget.Trials)}, or more budget.trials");
        }

        return new PopulationSpec(every, quantile, _section.Real("resample", 0.25, NumberRange.Between(0, 1)), ReadFactors());
    }

    private ImmutableArray<double> ReadFactors()
    {
        const string key = "factors";
        if (_section[key] is not { } node)
            return [0.8, 1.2];
        string path = _section.KeyOf(key);
        return [.. YamlValues.List(node, path, 1, SweepLimits.Rungs, "a list of factors, such as [0.8, 1.2]")
            .Select((factor, index) => YamlValues.Real(factor, $"{path}[{YamlText.Of(index)}]", NumberRange.Between(0.001f, 1_000)))];
    }

    private static ImmutableArray<long>? ReadRungs(Section section)
    {
        const string key = "rungs";
        if (section[key] is not { } node)
            return null;
        string path = section.KeyOf(key);
        var rungs = YamlValues.List(node, path, 1, SweepLimits.Rungs, "the iterations of each rung, such as [300, 900, 2700]")
            .Select((rung, index) => YamlValues.Whole(rung, $"{path}[{YamlText.Of(index)}]", 1, RecipeLimits.Iterations)).ToImmutableArray();
        for (int i = 1; i < rungs.Length; i++)
        {
            if (rungs[i] <= rungs[i - 1])
                throw section.Wrong(key, $"rungs rise, and {YamlText.Of(rungs[i])} comes after {YamlText.Of(rungs[i - 1])}; write for example [300, 900, 2700]");
        }

        return rungs;
    }

    /// <summary>Rungs where none are given: up to four, each <paramref name="eta"/> times the one before, as far as the configurations go.</summary>
    private static ImmutableArray<long> UsualRungsOf(long iterations, int eta, int trials)
    {
        var rungs = ImmutableArray.Create(iterations);
        for (long needed = eta; rungs.Length < UsualRungs && needed <= trials && rungs[0] / eta >= 1; needed *= eta)
            rungs = rungs.Insert(0, rungs[0] / eta);
        return rungs;
    }

    private static bool Takes(SchedulerKind kind, string key) => key switch
    {
        "kind" => true,
        "sampler" => kind is SchedulerKind.SuccessiveHalving or SchedulerKind.Asha or SchedulerKind.Hyperband or SchedulerKind.Median,
        "eta" => kind is SchedulerKind.SuccessiveHalving or SchedulerKind.Asha or SchedulerKind.Hyperband,
        "rungs" => kind is SchedulerKind.SuccessiveHalving or SchedulerKind.Asha,
        "least" => kind is SchedulerKind.Hyperband or SchedulerKind.Median,
        "every" => kind is SchedulerKind.Pbt or SchedulerKind.Median,
        "grace" => kind is SchedulerKind.Median,
        "quantile" or "resample" or "factors" => kind is SchedulerKind.Pbt,
        _ => (kind is SchedulerKind.Sobol && SamplerSection.KeysOf(SamplerKind.Sobol).Contains(key))
            || (kind is SchedulerKind.Tpe && SamplerSection.KeysOf(SamplerKind.Tpe).Contains(key)),
    };

    private static string Purpose(string key) => key switch
    {
        "sampler" => ", which is its own sampler",
        "rungs" => ": it is where successive-halving and asha compare",
        "eta" => ": it is how many compete for one place in successive-halving, asha and hyperband",
        _ => string.Empty,
    };
}
