using GanActors.Networks;
using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>How one kind of layer is written in a recipe.</summary>
/// <param name="Name">Its word, as in <see cref="LayerNames"/>.</param>
/// <param name="Primary">The option that may stand alone: <c>{ dense: 128 }</c>; null if none may.</param>
/// <param name="Options">All its options.</param>
/// <param name="Read">Makes the layer of its options.</param>
/// <param name="Write">Lists its options and their values.</param>
internal sealed record LayerForm(
    string Name, string? Primary, string[] Options, Func<Section, Layer> Read, Action<Layer, LayerOptions> Write)
{
    /// <summary>A form of layers of type <typeparamref name="T"/>.</summary>
    public static LayerForm Of<T>(string name, string? primary, string[] options, Func<Section, T> read, Action<T, LayerOptions> write)
        where T : Layer =>
        new(name, primary, options, read, (layer, list) => write((T)layer, list));

    /// <summary>A form of a layer without options.</summary>
    public static LayerForm Plain<T>(string name)
        where T : Layer, new() =>
        new(name, null, [], _ => new T(), (_, _) => { });
}
