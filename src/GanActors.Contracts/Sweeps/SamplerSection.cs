using GanActors.Recipes.Yaml;

namespace GanActors.Sweeps;

/// <summary>What a sweep says of who draws its configurations, being read and written.</summary>
internal static class SamplerSection
{
    private static readonly string[] TpeKeys = ["startup", "candidates", "gamma"];
    private static readonly string[] SobolKeys = ["scramble"];

    /// <summary>The keys of one kind.</summary>
    public static string[] KeysOf(SamplerKind kind) => kind switch
    {
        SamplerKind.Sobol => SobolKeys,
        SamplerKind.Tpe => TpeKeys,
        _ => [],
    };

    /// <summary>Reads <c>sampler: tpe</c>, or <c>sampler: { tpe: { startup: 20 } }</c>.</summary>
    public static SamplerSpec Read(Section scheduler)
    {
        const string key = "sampler";
        switch (scheduler[key])
        {
            case null:
                return new RandomSamplerSpec();
            case YamlMap { Entries: [{ Value: YamlMap } only] }:
                var kind = YamlValues.Choice(new YamlScalar(only.KeyPosition, only.Key, plain: true), scheduler.KeyOf(key), SweepWords.Samplers);
                return Of(kind, Section.Open(only.Value, $"{scheduler.KeyOf(key)}.{only.Key}", only.KeyPosition, KeysOf(kind)));
            case YamlScalar word:
                return Of(YamlValues.Choice(word, scheduler.KeyOf(key), SweepWords.Samplers), Section.Open(null, scheduler.KeyOf(key), word.Position, []));
            case var other:
                throw YamlValues.Expected(other, scheduler.KeyOf(key), "random, sobol, tpe, or one of them with its options, such as { tpe: { startup: 20 } }");
        }
    }

    /// <summary>A sampler whose options stand in a section, perhaps among others.</summary>
    public static SamplerSpec Of(SamplerKind kind, Section options)
    {
        if (kind == SamplerKind.Random)
            return new RandomSamplerSpec();
        if (kind == SamplerKind.Sobol)
            return new SobolSamplerSpec(options.Flag("scramble", new SobolSamplerSpec().Scramble));
        var defaults = new TpeSamplerSpec();
        return new TpeSamplerSpec(
            options.Whole("startup", defaults.Startup, 1, SweepLimits.Draws),
            options.Whole("candidates", defaults.Candidates, 1, SweepLimits.Draws),
            options.Real("gamma", defaults.Gamma, NumberRange.Inside(0, 1)));
    }

    /// <summary>Kind and options, to be written.</summary>
    public static (SamplerKind Kind, string Options) Of(SamplerSpec sampler) => sampler switch
    {
        RandomSamplerSpec => (SamplerKind.Random, string.Empty),
        SobolSamplerSpec sobol => (SamplerKind.Sobol, $"scramble: {YamlText.Of(sobol.Scramble)}"),
        TpeSamplerSpec tpe =>
            (SamplerKind.Tpe, $"startup: {YamlText.Of(tpe.Startup)}, candidates: {YamlText.Of(tpe.Candidates)}, gamma: {YamlText.Of(tpe.Gamma)}"),
        _ => throw new NotSupportedException($"No sampler {sampler}."),
    };
}
