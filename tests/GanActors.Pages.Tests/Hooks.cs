using System.Globalization;
using System.Text.RegularExpressions;
using GanActors.Server.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GanActors.Pages.Tests;

/// <summary>What the tests ask of the places that the pages mark with <c>data-test</c>.</summary>
internal static class Hooks
{
    /// <summary>Waits until the state that is shown is this one.</summary>
    public static Task ShowsState(this IPage page, string state, string hook = "run-state") => Expect(page.GetByTestId(hook)).ToHaveAttributeAsync("data-state", state);

    /// <summary>Waits until a chart has points, and is drawn.</summary>
    public static async Task IsDrawn(this ILocator chart)
    {
        await Expect(chart).ToHaveAttributeAsync("data-points", new Regex("^[1-9]"));
        await chart.ScrollIntoViewIfNeededAsync();
        await Expect(chart).ToHaveAttributeAsync("data-drawn", "true");
    }

    /// <summary>Waits until an attribute, which there already is, is another one.</summary>
    public static async Task Changes(this ILocator place, string attribute)
    {
        await Expect(place).ToHaveAttributeAsync(attribute, new Regex("."));
        string? before = await place.GetAttributeAsync(attribute);
        await TestServer.Until(() => place.GetAttributeAsync(attribute), now => now is not null && now != before);
    }

    /// <summary>Waits until a count that is shown has grown.</summary>
    public static async Task Grows(this ILocator place)
    {
        long before = await Number(place);
        await TestServer.Until(() => Number(place), now => now > before);
    }

    /// <summary>Presses the button that is at a hook.</summary>
    public static Task Press(this IPage page, string hook) => page.GetByTestId(hook).ClickAsync();

    // "1,234 of 5,000" is 1234.
    private static async Task<long> Number(ILocator place)
    {
        string digits = Regex.Replace((await place.InnerTextAsync()).Split(' ')[0], "[^0-9]", "");
        return digits.Length == 0 ? 0 : long.Parse(digits, CultureInfo.InvariantCulture);
    }
}
