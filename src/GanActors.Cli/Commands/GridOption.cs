using System.CommandLine;
using System.Globalization;
using GanActors.Server.Generation;

namespace GanActors.Cli.Commands;

/// <summary>An option that takes rows and columns, as in <c>8x8</c>.</summary>
internal static class GridOption
{
    private const int Most = 1000;

    public static Option<SheetGrid?> Create(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "RxC",
        CustomParser = result =>
        {
            string text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
            string[] sides = text.Split('x');
            if (sides.Length == 2 && Side(sides[0], out int rows) && Side(sides[1], out int columns))
                return new SheetGrid(rows, columns);
            result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes rows and columns from 1 to {Most}, such as 8x8, not '{text}'"));
            return null;
        },
    };

    private static bool Side(string text, out int side) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is >= 1 and <= Most;
}
