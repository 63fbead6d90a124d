using System.Text.RegularExpressions;
using GanActors.Server.Tests;
using static Microsoft.Playwright.Assertions;

namespace GanActors.Pages.Tests;

[Collection(BrowserTests.Name)]
public sealed class NewPageTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_card_fills_the_editor_and_the_settings_change_what_is_started()
    {
        await using var server = await TestServer.Start();
        await browser.Visit(server.Address, async page =>
        {
            await page.GotoAsync("/");
            await Expect(page.GetByTestId("runs-empty")).ToBeVisibleAsync();
            await Expect(page.GetByTestId("start-quick-empty")).ToBeEnabledAsync();
            await page.Press("new");
            await page.Locator("[data-test=recipe-card][data-name=ring]").ClickAsync();
            await Expect(page.Locator("[data-test=recipe-card][data-name=ring]")).ToHaveAttributeAsync("aria-pressed", "true");
            await Expect(page.GetByTestId("editor")).ToHaveValueAsync(new Regex("\nname: ring\n"));
            await page.GetByTestId("set-name").FillAsync("by-hand");
            await page.GetByTestId("set-iterations").FillAsync("40");
            await page.GetByTestId("set-seed").FillAsync("7");
            await Expect(page.GetByTestId("start")).ToBeEnabledAsync();
            await page.Press("start");
            await page.WaitForURLAsync("**/runs/by-hand");
            await page.ShowsState("completed");
            await Expect(page.GetByTestId("real-image")).ToBeVisibleAsync();
        });
        var run = await server.Client.RunAsync("by-hand", Stop);
        Assert.Equal(("ring", 40L, 7L), (run.Row.Recipe, run.Row.TotalIterations, (long)run.Seed));
    }

    [Fact]
    public async Task A_bad_recipe_shows_its_fault_at_its_line_and_is_not_started()
    {
        await using var server = await TestServer.Start();
        await browser.Visit(server.Address, async page =>
        {
            await page.GotoAsync("/new");
            await page.Press("write-own");
            await page.GetByTestId("editor").FillAsync(TestServer.Tiny().Replace("{ dense: 8 }, relu", "{ dens: 8 }, relu", StringComparison.Ordinal));
            var fault = page.GetByTestId("editor-error");
            await Expect(fault).ToHaveCountAsync(1);
            await Expect(fault).ToHaveAttributeAsync("data-line", "6");
            await Expect(fault).ToContainTextAsync("dens");
            await Expect(page.GetByTestId("start")).ToBeDisabledAsync();
            await Expect(page.GetByTestId("check-status")).ToContainTextAsync("1 mistake");

            await page.GetByTestId("editor").FillAsync(TestServer.Tiny());
            await Expect(fault).ToHaveCountAsync(0);
            await Expect(page.GetByTestId("start")).ToBeEnabledAsync();
        });
        Assert.Empty(await server.Client.RunsAsync(stop: Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task What_could_stand_where_one_writes_is_suggested()
    {
        await using var server = await TestServer.Start();
        await browser.Visit(server.Address, async page =>
        {
            await page.GotoAsync("/new");
            var editor = page.GetByTestId("editor");
            await Expect(editor).Not.ToHaveValueAsync("");
            await editor.FillAsync("name: mine\n");
            await editor.PressSequentiallyAsync("discr");
            var suggested = page.GetByTestId("completion").Filter(new() { HasText = "discriminator" });
            await Expect(suggested).ToBeVisibleAsync();
            await editor.PressAsync("Enter");
            await Expect(editor).ToHaveValueAsync("name: mine\ndiscriminator");
            await Expect(page.GetByTestId("completions")).ToBeHiddenAsync();
        });
    }
}
