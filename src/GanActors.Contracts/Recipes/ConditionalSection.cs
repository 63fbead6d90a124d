using System.Collections.Immutable;
using GanActors.Networks;
using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>How a class becomes numbers.</summary>
internal enum ClassForm
{
    /// <summary>A one in the class's place, zeros in all others.</summary>
    OneHot,

    /// <summary>Learned numbers.</summary>
    Embedding,
}

/// <summary>
/// What a recipe says under <c>conditional</c>: that both networks are told the classes, and how they enter a network whose layers have no
/// <c>class</c> of their own.
/// </summary>
internal sealed class ConditionalSection
{
    private const string Key = "conditional";
    private const int DefaultSize = 50;

    private readonly Section? _section;
    private readonly ClassForm _form;
    private readonly int _size;

    private ConditionalSection(Section? section, ClassForm form, int size)
    {
        _section = section;
        _form = form;
        _size = size;
    }

    /// <summary>Reads it.</summary>
    /// <returns>Null if the recipe is not conditional.</returns>
    public static ConditionalSection? Read(Section recipe)
    {
        switch (recipe[Key])
        {
            case null or { IsNone: true } or YamlScalar { Plain: true, Text: "false" }:
                return null;

            case YamlScalar { Plain: true, Text: "true" }:
                return new ConditionalSection(null, ClassForm.OneHot, 0);

            case YamlMap:
                return Of(recipe.Open(Key, "kind", "size"));

            case YamlScalar { IsNull: false } word when RecipeWords.ClassForms.Value(word.Text) is not null:
                return Of(Section.OfShorthand(word, Key, "kind"));

            case var other:
                throw YamlValues.Expected(other, Key, "true, false, one-hot, embedding, or a mapping such as { kind: embedding, size: 50 }");
        }
    }

    /// <summary>
    /// The layers of a network with the classes among them: where they say it, else at the beginning, behind a <c>flatten</c> that stands there.
    /// An embedding joins an image as one more channel.
    /// </summary>
    public ImmutableArray<Layer> Into(NetworkRole role, ImmutableArray<Layer> layers)
    {
        if (layers.Any(layer => layer is ClassInput))
            return layers;
        int place = role == NetworkRole.Discriminator && layers[0] is Flatten ? 1 : 0;
        bool onFeatures = role == NetworkRole.Generator || place == 1 || layers[0] is Dense;
        return layers.Insert(place, new ClassInput(_form == ClassForm.OneHot ? 0 : onFeatures ? _size : 1));
    }

    /// <summary>Refuses to say how where both networks say it themselves.</summary>
    public void RequireMeaning(params ReadOnlySpan<ImmutableArray<Layer>> written)
    {
        if (_section is null)
            return;
        foreach (var layers in written)
        {
            if (!layers.Any(layer => layer is ClassInput))
                return;
        }

        throw _section.Wrong("kind", "means nothing where the layers of both networks have a class of their own; write conditional: true");
    }

    private static ConditionalSection Of(Section section)
    {
        var form = section.Choice("kind", section["size"] is null ? ClassForm.OneHot : ClassForm.Embedding, RecipeWords.ClassForms);
        if (form == ClassForm.OneHot && section["size"] is not null)
            throw section.Wrong("size", "means nothing to one-hot, which has a place for each class; remove it, or write kind: embedding");
        return new ConditionalSection(section, form, section.Whole("size", DefaultSize, 1, NetworkLimits.Width));
    }
}
