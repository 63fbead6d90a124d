using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GanActors.Deploy.Tests.Docker;

public sealed class HealthyScriptTests : IDisposable
{
    private readonly string _commandLine = Path.GetTempFileName();

    public void Dispose() => File.Delete(_commandLine);

    [Theory]
    [InlineData("HTTP/1.1 200 OK", 0)]
    [InlineData("HTTP/1.1 503 Service Unavailable", 1)]
    public async Task A_silo_is_as_healthy_as_its_page_says(string answer, int exitCode)
    {
        using var page = new TcpListener(IPAddress.Loopback, 0);
        page.Start();
        var asked = AnswerOnce(page, answer);
        Assert.Equal(exitCode, await Ask("serve", ((IPEndPoint)page.LocalEndpoint).Port));
        Assert.StartsWith("GET /health/live HTTP/1.0\r\n", await asked, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_silo_without_a_page_is_not_healthy()
    {
        int port;
        using (var nobody = new TcpListener(IPAddress.Loopback, 0))
        {
            nobody.Start();
            port = ((IPEndPoint)nobody.LocalEndpoint).Port;
        }

        Assert.NotEqual(0, await Ask("serve", port));
    }

    [Fact]
    public async Task What_is_no_silo_is_healthy_while_it_runs() => Assert.Equal(0, await Ask("train", port: 1));

    private async Task<int> Ask(string command, int port)
    {
        await File.WriteAllTextAsync(_commandLine, $"dotnet\0/app/ganactors.dll\0{command}\0", TestContext.Current.CancellationToken);
        var start = new ProcessStartInfo("bash", [Repository.At("deploy/docker/healthy.sh")]) { RedirectStandardError = true };
        start.Environment["COMMAND_LINE"] = _commandLine;
        start.Environment["HEALTH_PORT"] = port.ToString(CultureInfo.InvariantCulture);
        using var script = Process.Start(start)!;
        await script.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await script.WaitForExitAsync(TestContext.Current.CancellationToken);
        return script.ExitCode;
    }

    private static async Task<string> AnswerOnce(TcpListener page, string status)
    {
        using var caller = await page.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        var stream = caller.GetStream();
        byte[] buffer = new byte[1_024];
        int length = await stream.ReadAtLeastAsync(buffer, 1, cancellationToken: TestContext.Current.CancellationToken);
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"{status}\r\nContent-Length: 0\r\n\r\n"), TestContext.Current.CancellationToken);
        return Encoding.ASCII.GetString(buffer, 0, length);
    }
}
