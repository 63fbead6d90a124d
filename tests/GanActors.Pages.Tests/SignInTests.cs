using GanActors.Client;
using GanActors.Server.Security;
using GanActors.Server.Tests;
using static Microsoft.Playwright.Assertions;

namespace GanActors.Pages.Tests;

[Collection(BrowserTests.Name)]
public sealed class SignInTests(Browser browser)
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_wrong_key_is_refused_and_the_right_one_opens_the_page_that_was_wanted()
    {
        await using var server = await TestServer.Start(auth: AuthKind.Key);
        string key = server.NewKey("alice", Scope.Admin);
        await browser.Visit(
            server.Address,
            async page =>
            {
                await page.GotoAsync("/devices");
                await page.GetByTestId("sign-in-key").FillAsync("gan_wrong");
                await page.Press("sign-in-submit");
                await Expect(page.GetByTestId("problem-line")).ToContainTextAsync("not known");
                await Expect(page.GetByTestId("devices")).ToHaveCountAsync(0);

                await page.GetByTestId("sign-in-key").FillAsync(key);
                await page.Press("sign-in-submit");
                await Expect(page.GetByTestId("silo")).ToBeVisibleAsync();
                await Expect(page.GetByTestId("read-only")).ToHaveCountAsync(0);

                await page.Press("sign-out");
                await Expect(page.GetByTestId("sign-in-key")).ToBeVisibleAsync();
                await page.ReloadAsync();
                await Expect(page.GetByTestId("sign-in-key")).ToBeVisibleAsync();
            },
            provoked: ["401"]);
    }

    [Fact]
    public async Task A_key_that_may_only_look_finds_no_button_that_does_anything()
    {
        await using var server = await TestServer.Start(auth: AuthKind.Key);
        string key = server.NewKey("wall", Scope.Read);
        using var owner = new GanActorsClient(server.NewHttp(), server.NewKey("alice", Scope.Admin));
        await owner.StartAsync(new StartRun(Yaml: TestServer.Tiny(10_000_000), Name: "shown"), stop: Stop);
        await browser.Visit(server.Address, async page =>
        {
            await page.GotoAsync("/");
            await page.GetByTestId("sign-in-key").FillAsync(key);
            await page.Press("sign-in-submit");
            await Expect(page.GetByTestId("read-only")).ToBeVisibleAsync();
            await Expect(page.GetByTestId("start-quick")).ToBeDisabledAsync();

            await page.Locator("[data-test=run-row][data-id=shown] a.name").ClickAsync();
            await page.ShowsState("running");
            await page.GetByTestId("run-iterations").Grows();
            foreach (string button in new[] { "pause", "resume", "stop", "delete" })
                await Expect(page.GetByTestId($"button-{button}")).ToBeDisabledAsync();

            await page.GotoAsync("/new");
            await Expect(page.GetByTestId("check-status")).Not.ToBeEmptyAsync();
            await Expect(page.GetByTestId("start")).ToBeDisabledAsync();
        });
        await owner.StopAsync("shown", Stop);
    }
}
