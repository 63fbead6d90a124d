using GanActors.Networks;
using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>A layer's options as a recipe writes them, in order.</summary>
internal sealed class LayerOptions
{
    private readonly List<(string Name, string Value, bool IsDefault)> _options = [];

    /// <summary>Name, value, and whether a recipe could leave it out.</summary>
    public IReadOnlyList<(string Name, string Value, bool IsDefault)> All => _options;

    public void Add(string name, int value, int? fallback = null) => _options.Add((name, YamlText.Of(value), value == fallback));

    public void Add(string name, float value, float? fallback = null) => _options.Add((name, YamlText.Of(value), value == fallback));

    public void Add(string name, bool value, bool fallback) => _options.Add((name, YamlText.Of(value), value == fallback));

    public void Add(string name, Padding value) => _options.Add((name, value.Same ? "same" : YamlText.Of(value.Amount), value == default));

    public void Add(string name, Shape value) => _options.Add((name, value.ToString(), false));
}
