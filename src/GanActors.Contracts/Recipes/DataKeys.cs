using System.Globalization;
using GanActors.Recipes.Yaml;

namespace GanActors.Recipes;

/// <summary>What <c>data</c> says of pictures: where they lie and what they are brought to.</summary>
internal static class DataKeys
{
    public static readonly string[] All = ["name", "folder", "scale", "limit", "size", "channels", "fit", "background", "flip"];

    private const string SizeExample = "size: [64, 64]";
    private static readonly string[] NeedSize = ["channels", "fit", "background"];

    /// <summary>
    /// The full path of a folder. In a file, a relative path starts where the file lies; in an override, where the user is, for there the
    /// shell completes it.
    /// </summary>
    public static string ReadFolder(YamlNode node, string key)
    {
        string text = YamlValues.Text(node, key, RecipeLimits.Path);
        if (text.Length == 0)
            throw new RecipeException(node.Position, key, "expected the path of a folder of pictures, found an empty text");
        try
        {
            return node.Position is { Override: null, File: { } file } && Path.GetDirectoryName(Path.GetFullPath(file)) is { } home
                ? Path.GetFullPath(text, home)
                : Path.GetFullPath(text);
        }
        catch (ArgumentException error)
        {
            throw new RecipeException(node.Position, key, $"{YamlScalar.Quoted(text)} is no path", error);
        }
    }

    /// <summary>What a data set is called that is a folder: as the folder.</summary>
    public static string NameOf(string folder) => Path.GetFileName(Path.TrimEndingDirectorySeparator(folder)) is { Length: > 0 } name ? name : folder;

    /// <summary>What pictures are brought to; null if no size is given.</summary>
    public static ImageSpec? ReadImages(Section data)
    {
        if (data["size"] is not { } node)
        {
            foreach (string key in NeedSize)
            {
                if (data[key] is not null)
                    throw data.Wrong(key, $"means nothing without a size; write for example {SizeExample}");
            }

            if (data["folder"] is not null)
                data.Required("size", SizeExample);
            return null;
        }

        var (height, width) = ReadSize(node, data.KeyOf("size"));
        int channels = data["channels"] is { } given ? (int)YamlValues.Whole(given, data.KeyOf("channels"), 1, 3) : 3;
        if (channels == 2)
            throw data.Wrong("channels", "pictures have 1 channel (grey) or 3 (colour), not 2");
        return new ImageSpec(
            height,
            width,
            channels,
            data.Choice("fit", ImageFit.Crop, RecipeWords.Fits),
            data.Choice("background", ImageBackground.Black, RecipeWords.Backgrounds));
    }

    private static (int Height, int Width) ReadSize(YamlNode node, string key)
    {
        if (node is YamlScalar { Plain: true, IsNull: false })
        {
            int side = Side(node, key);
            return (side, side);
        }

        var sides = YamlValues.List(node, key, 2, 2, "[height, width], such as [64, 64]");
        return (Side(sides[0], key + "[0]"), Side(sides[1], key + "[1]"));

        static int Side(YamlNode node, string key) => (int)YamlValues.Whole(node, key, 1, RecipeLimits.ImageSide);
    }

    /// <summary>As <c>data</c> of a recipe.</summary>
    public static string Write(DataSpec data)
    {
        string limit = data.Limit is { } items ? YamlText.Of(items) : "all";
        string source = data.Folder is { } folder ? $"folder: {YamlText.Quoted(folder)}" : $"name: {YamlText.OfName(data.Name)}";
        string images = data.Images is not { } wanted ? string.Empty : string.Create(
            CultureInfo.InvariantCulture,
            $", size: [{wanted.Height}, {wanted.Width}], channels: {wanted.Channels}, fit: {RecipeWords.Fits.Of(wanted.Fit)}, ")
            + $"background: {RecipeWords.Backgrounds.Of(wanted.Background)}";
        return $"{{ {source}, scale: [{YamlText.Of(data.Low)}, {YamlText.Of(data.High)}], limit: {limit}{images}, flip: {YamlText.Of(data.Flip)} }}";
    }
}
