using System.Text.RegularExpressions;
using GanActors.Client;
using GanActors.Server.Tests;
using static Microsoft.Playwright.Assertions;

namespace GanActors.Pages.Tests;

[Collection(BrowserTests.Name)]
public sealed class RunPageTests(Browser browser)
{
    private static readonly string Long = TestServer.Tiny(10_000_000).Replace("every: 100", "every: 1000", StringComparison.Ordinal);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_run_is_started_from_the_page_and_its_curves_move()
    {
        await using var server = await TestServer.Start();
        await browser.Visit(server.Address, async page =>
        {
            await page.GotoAsync("/new");
            await page.Press("write-own");
            await page.GetByTestId("editor").FillAsync(Long);
            await Expect(page.GetByTestId("layers-generator")).ToHaveAttributeAsync("data-parameters", "42");
            await Expect(page.GetByTestId("layers-discriminator")).ToHaveAttributeAsync("data-parameters", "33");
            await page.GetByTestId("set-name").FillAsync("duel");
            await Expect(page.GetByTestId("start")).ToBeEnabledAsync();
            await page.Press("start");
            await page.WaitForURLAsync("**/runs/duel");

            await page.ShowsState("running");
            await page.GetByTestId("chart-losses").IsDrawn();
            await page.GetByTestId("chart-losses").Changes("data-points");
            await page.GetByTestId("chart-accuracy").IsDrawn();
            await page.GetByTestId("sample-image").Changes("data-name");
            await Expect(page.GetByTestId("sample-image")).ToBeVisibleAsync();
            await Expect(page.GetByTestId("real-image")).ToBeVisibleAsync();
            await Expect(page.GetByTestId("turn-strip")).ToHaveAttributeAsync("data-phase", new Regex("^(generator|discriminator)$"));
            await page.GetByTestId("run-iterations").Grows();
        });
        await server.Client.StopAsync("duel", Stop);
    }

    [Fact]
    public async Task A_run_is_paused_resumed_stopped_and_deleted_by_its_buttons()
    {
        await using var server = await TestServer.Start();
        await server.Client.StartAsync(new StartRun(Yaml: Long, Name: "duel"), stop: Stop);
        await browser.Visit(
            server.Address,
            async page =>
            {
                await page.GotoAsync("/runs/duel");
                await page.ShowsState("running");
                await page.Press("button-pause");
                await page.ShowsState("paused");
                await Expect(page.GetByTestId("turn-strip")).ToHaveAttributeAsync("data-phase", "none");
                await Expect(page.GetByTestId("button-pause")).ToBeHiddenAsync();
                Assert.Equal("paused", (await server.Client.RunAsync("duel", Stop)).Row.State);

                await page.Press("button-resume");
                await page.ShowsState("running");
                await page.GetByTestId("run-iterations").Grows();

                await page.Press("button-stop");
                await Expect(page.GetByTestId("dialog-stop")).ToBeVisibleAsync();
                await page.Press("dialog-no");
                await Expect(page.GetByTestId("dialog-stop")).ToHaveCountAsync(0);
                await page.ShowsState("running");
                await page.Press("button-stop");
                await page.Press("dialog-yes");
                await page.ShowsState("stopped");
                await Expect(page.GetByTestId("button-stop")).ToBeDisabledAsync();
                await Expect(page.GetByTestId("checkpoint").First).ToHaveAttributeAsync("data-version", (await server.Client.CheckpointsAsync("duel", Stop))[0].Version);
                await Expect(page.GetByTestId("event").First).ToBeVisibleAsync();

                await page.Press("button-delete");
                await Expect(page.GetByTestId("dialog-delete")).ToBeVisibleAsync();
                await page.Press("dialog-yes");
                await Expect(page.GetByTestId("runs-empty")).ToBeVisibleAsync();
            },
            provoked: ["404 (Not Found) (" + server.Address + "api/v1/runs/duel"]); // what was on its way as the run went
        Assert.Empty(await server.Client.RunsAsync(stop: Stop).ToListAsync(Stop));
    }

    [Fact]
    public async Task A_run_that_there_is_not_is_said_to_be_none()
    {
        await using var server = await TestServer.Start();
        await browser.Visit(
            server.Address,
            async page =>
            {
                await page.GotoAsync("/runs/nobody");
                await Expect(page.GetByTestId("problem")).ToContainTextAsync("Not found");
            },
            provoked: ["404 (Not Found) (" + server.Address + "api/v1/runs/nobody"]);
    }
}
