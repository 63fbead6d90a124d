using GanActors.Client;
using GanActors.Server.Tests;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace GanActors.Pages.Tests;

[Collection(BrowserTests.Name)]
public sealed class SweepPageTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_sweep_is_started_from_the_page_and_its_leaderboard_fills()
    {
        await using var server = await TestServer.Start();
        await browser.Visit(server.Address, async page =>
        {
            await page.GotoAsync("/new");
            await page.Press("write-own");
            await page.GetByTestId("editor").FillAsync(TestServer.Search);
            await Expect(page.GetByTestId("space")).ToBeVisibleAsync();
            await page.GetByTestId("set-parallel").FillAsync("2");
            await Expect(page.GetByTestId("start")).ToHaveTextAsync("Start the sweep");
            await Expect(page.GetByTestId("start")).ToBeEnabledAsync();
            await page.Press("start");
            await page.WaitForURLAsync("**/sweeps/search");

            await page.ShowsState("completed", "sweep-state");
            await Expect(page.GetByTestId("leaderboard").GetByTestId("trial-row")).ToHaveCountAsync(4);
            await Expect(page.GetByTestId("trial-row").First).ToHaveAttributeAsync("data-rank", "1");
            await Expect(page.GetByTestId("parallel")).ToHaveAttributeAsync("data-points", "4");
            await page.GetByTestId("parallel").IsDrawn();
            await page.GetByTestId("best-so-far").IsDrawn();

            await page.GetByTestId("trial-row").First.GetByRole(AriaRole.Link).ClickAsync();
            await page.ShowsState("completed");
        });
        Assert.Equal("completed", (await server.Client.SweepAsync("search", Stop)).Row.State);
    }

    [Fact]
    public async Task A_group_shows_a_place_for_each_of_its_cells_and_what_they_draw()
    {
        await using var server = await TestServer.Start();
        await server.Client.StartAsync(new StartSweep(Yaml: TestServer.Cells), stop: Stop);
        await browser.Visit(server.Address, async page =>
        {
            await page.GotoAsync("/sweeps");
            await page.Locator("[data-test=sweep-row][data-id=cells]").GetByRole(AriaRole.Link).First.ClickAsync();
            await page.ShowsState("completed", "sweep-state");
            await Expect(page.GetByTestId("sweep-epochs")).ToHaveTextAsync("2 of 2");
            await Expect(page.GetByTestId("heat-map").GetByTestId("cell")).ToHaveCountAsync(4);
            await Expect(page.GetByTestId("group-sample-image")).ToBeVisibleAsync();
            await page.Locator("[data-test=cell][data-row='1'][data-column='0']").ClickAsync();
            await Expect(page.GetByTestId("cell-figures")).Not.ToBeEmptyAsync();
        });
    }
}
