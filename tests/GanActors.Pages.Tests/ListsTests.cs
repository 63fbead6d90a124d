using GanActors.Client;
using GanActors.Server.Tests;
using static Microsoft.Playwright.Assertions;

namespace GanActors.Pages.Tests;

[Collection(BrowserTests.Name)]
public sealed class ListsTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_are_looked_for_and_compared()
    {
        await using var server = await TestServer.Start();
        foreach (string name in new[] { "first", "second" })
        {
            await server.Client.StartAsync(new StartRun(Yaml: TestServer.Tiny(), Name: name), stop: Stop);
            await server.Until(name, "completed");
        }

        await server.Client.StartAsync(new StartRun(Yaml: TestServer.Tiny(10_000_000), Name: "third"), stop: Stop);
        await browser.Visit(server.Address, async page =>
        {
            await page.GotoAsync("/");
            var rows = page.GetByTestId("run-row");
            await Expect(rows).ToHaveCountAsync(3);
            await page.Press("filter-running");
            await Expect(rows).ToHaveCountAsync(1);
            await Expect(rows).ToHaveAttributeAsync("data-id", "third");
            await page.Press("filter-completed");
            await Expect(rows).ToHaveCountAsync(2);
            await page.GetByTestId("search-runs").FillAsync("sec");
            await Expect(rows).ToHaveCountAsync(1);
            await Expect(rows).ToHaveAttributeAsync("data-id", "second");
            await page.GetByTestId("search-runs").FillAsync("");
            await Expect(rows).ToHaveCountAsync(2);

            foreach (string name in new[] { "first", "second" })
                await page.Locator($"[data-test=run-row][data-id={name}]").GetByTestId("select-run").CheckAsync();
            await page.Press("compare");
            await Expect(page.GetByTestId("compare-run")).ToHaveCountAsync(2);
            await Expect(page.GetByTestId("chart-compare")).ToHaveAttributeAsync("data-runs", "2");
            await page.GetByTestId("chart-compare").IsDrawn();
            await Expect(page.GetByTestId("differences")).ToBeVisibleAsync();
        });
        await server.Client.StopAsync("third", Stop);
    }

    [Fact]
    public async Task Devices_show_their_lanes_and_data_sets_what_is_in_them()
    {
        await using var server = await TestServer.Start();
        await browser.Visit(server.Address, async page =>
        {
            await page.GotoAsync("/devices");
            await Expect(page.GetByTestId("silo")).ToHaveCountAsync(1);
            await Expect(page.GetByTestId("lane")).ToHaveCountAsync(2);
            await Expect(page.GetByTestId("lane").First).ToHaveAttributeAsync("data-kind", "cpu");

            await page.GotoAsync("/data");
            var ring = page.Locator("[data-test=data-card][data-name=ring]");
            await Expect(ring).ToHaveAttributeAsync("data-availability", "built_in");
            await ring.ScrollIntoViewIfNeededAsync();
            await Expect(ring.Locator("img")).ToBeVisibleAsync();
            await Expect(ring.Locator("img")).ToHaveJSPropertyAsync("complete", true);
            Assert.True(await ring.Locator("img").EvaluateAsync<int>("image => image.naturalWidth") > 0);
        });
    }

    [Fact]
    public async Task Dark_colours_are_chosen_with_a_button_and_kept()
    {
        await using var server = await TestServer.Start();
        await browser.Visit(server.Address, async page =>
        {
            await page.GotoAsync("/");
            var root = page.Locator("html");
            string light = await root.EvaluateAsync<string>("root => getComputedStyle(root).backgroundColor");
            await page.Press("toggle-colours");
            await Expect(root).ToHaveAttributeAsync("data-colours", "dark");
            Assert.NotEqual(light, await root.EvaluateAsync<string>("root => getComputedStyle(root).backgroundColor"));
            await page.ReloadAsync();
            await Expect(root).ToHaveAttributeAsync("data-colours", "dark");
            await page.Press("toggle-colours");
            await Expect(root).ToHaveAttributeAsync("data-colours", "light");
        });
    }

    [Fact]
    public async Task No_page_is_wider_than_a_telephone()
    {
        await using var server = await TestServer.Start();
        await server.Client.StartAsync(new StartRun(Yaml: TestServer.Tiny(), Name: "a-run-with-a-name-of-forty-characters-ab"), stop: Stop);
        await server.Until("a-run-with-a-name-of-forty-characters-ab", "completed");
        await browser.Visit(
            server.Address,
            async page =>
            {
                foreach (var (path, hook) in new[]
                {
                    ("/", "run-row"), ("/runs/a-run-with-a-name-of-forty-characters-ab", "layers-generator"), ("/new", "layers-generator"), ("/sweeps", "new-sweep"),
                    ("/devices", "lane"), ("/data", "data-card"),
                })
                {
                    await page.GotoAsync(path);
                    await Expect(page.GetByTestId(hook).First).ToBeVisibleAsync();
                    int tooWide = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
                    Assert.True(tooWide <= 0, $"{path} is {tooWide} pixels too wide");
                }
            },
            width: 375);
    }
}
