using System.Net;
using System.Net.Sockets;
using GanActors.Client;
using GanActors.Server.Tests;
using static Microsoft.Playwright.Assertions;

namespace GanActors.Pages.Tests;

[Collection(BrowserTests.Name)]
public sealed class ReconnectTests(Browser browser) : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("ganactors-pages-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task A_page_says_that_the_server_is_gone_and_goes_on_by_itself_with_the_next_one()
    {
        int port = FreePort();
        var server = await TestServer.Start(_home, port: port);
        try
        {
            await server.Client.StartAsync(new StartRun(Yaml: TestServer.Tiny(10_000_000), Name: "on"), stop: Stop);
            await browser.Visit(
                server.Address,
                async page =>
                {
                    await page.GotoAsync("/runs/on");
                    await page.ShowsState("running");
                    await page.GetByTestId("run-iterations").Grows();
                    await Expect(page.GetByTestId("connection-lost")).ToBeHiddenAsync();
                    await page.EvaluateAsync("() => { window.sameAsBefore = true; }");

                    await server.DisposeAsync();
                    await Expect(page.GetByTestId("connection-lost")).ToBeVisibleAsync();

                    server = await TestServer.Start(_home, port: port);
                    await Expect(page.GetByTestId("connection-lost")).ToBeHiddenAsync();
                    await page.ShowsState("running");
                    await page.GetByTestId("run-iterations").Grows();
                    Assert.True(await page.EvaluateAsync<bool>("() => window.sameAsBefore === true"));
                },
                provoked: ["net::ERR_"]);
            await server.Client.StopAsync("on", Stop);
        }
        finally
        {
            await server.DisposeAsync();
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
