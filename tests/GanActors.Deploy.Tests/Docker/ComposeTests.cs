using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace GanActors.Deploy.Tests.Docker;

public sealed partial class ComposeTests
{
    private const string Package = "docker-compose";
    private const string Base = "docker-compose.yml";
    private const string Gpu = "docker-compose.gpu.yml";
    private static readonly JsonNode File = Yaml.File(Base);

    private static JsonObject Services => File["services"]!.AsObject();

    [Theory]
    [InlineData(Base)]
    [InlineData(Base, Gpu)]
    public async Task Compose_takes_the_files(params string[] files)
    {
        string resolved = await Tool.Succeed(Package, "docker-compose", [.. files.SelectMany(file => new[] { "-f", file }), "--env-file", ".env.example", "config"]);
        var services = Yaml.All(resolved).Single()["services"]!;
        Assert.Equal(2 - (files.Length - 1), (int)services["silo"]!["deploy"]!["replicas"]!);
        Assert.StartsWith("azure:", (string)services["silo"]!["environment"]!["GANACTORS_CLUSTER"]!, StringComparison.Ordinal);
        if (files.Contains(Gpu))
        {
            Assert.Equal("cuda", (string?)services["silo"]!["build"]!["args"]!["DEVICE"]);
            Assert.Equal("nvidia", (string?)services["silo"]!["deploy"]!["resources"]!["reservations"]!["devices"]![0]!["driver"]);
        }
    }

    [Fact]
    public void Images_of_others_have_a_version()
    {
        foreach (var (name, service) in Services)
        {
            string image = (string)service!["image"]!;
            if (service["build"] is null)
                Assert.Matches(@"^[a-z0-9./-]+:v?[0-9]+\.[0-9]+\.[0-9]+$", image);
            else
                Assert.True(image == "ganactors:${GANACTORS_TAG:-local}", name);
        }
    }

    [Fact]
    public void What_is_published_is_published_to_this_machine_alone()
    {
        foreach (var (name, service) in Services)
        {
            foreach (var port in service!["ports"]?.AsArray() ?? [])
                Assert.Matches(@"^127\.0\.0\.1:\$\{[A-Z_]+:-([0-9]+)\}:[0-9]+$", (string)port!);
            // Of a service of many there is no port to publish.
            if (service["deploy"]?["replicas"] is not null)
                Assert.True(service["ports"] is null, name);
        }
    }

    [Fact]
    public void What_lasts_is_told_to_be_healthy_and_started_again()
    {
        foreach (var (name, service) in Services.Where(service => service.Value!["profiles"] is null))
        {
            Assert.Equal("unless-stopped", (string?)service!["restart"]);
            // Ours has it in the image.
            Assert.True(service["healthcheck"] is not null || service["build"] is not null, name);
        }
    }

    [Fact]
    public void A_silo_has_longer_to_leave_than_it_takes() =>
        Assert.True(int.Parse(((string)Services["silo"]!["stop_grace_period"]!).TrimEnd('s'), System.Globalization.CultureInfo.InvariantCulture) > Drain.Seconds);

    [Fact]
    public void Files_that_are_mounted_are_there()
    {
        foreach (string mount in Services.SelectMany(service => service.Value!["volumes"]?.AsArray() ?? []).Select(mount => (string)mount!))
        {
            string source = mount.Split(':')[0];
            if (source.StartsWith('.'))
                Assert.True(Path.Exists(Repository.At(source)), mount);
            else
                Assert.Contains(VolumeName().Match(mount).Groups[1].Value, File["volumes"]!.AsObject().Select(volume => volume.Key));
        }
    }

    [Fact]
    public void Every_variable_is_explained_in_the_example_with_its_default()
    {
        string example = Repository.Read(".env.example");
        var explained = Explained().Matches(example).ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);
        string[] used = [.. Variable().Matches(Repository.Read(Base) + Repository.Read(Gpu)).Select(match => match.Groups[1].Value).Distinct()];
        Assert.Equal(used.Except(["GANACTORS_TAG"]).Order(), explained.Keys.Order());
        // Nothing in it is set, so that copying it changes nothing.
        Assert.DoesNotMatch("(?m)^[A-Z]", example);
        Assert.DoesNotContain("AccountKey=.{20}", example, StringComparison.Ordinal);
    }

    [Fact]
    public void The_only_key_in_it_is_the_emulators_which_everybody_knows()
    {
        const string emulators = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";
        string[] files = [.. Directory.GetFiles(Repository.At("deploy"), "*", SearchOption.AllDirectories), .. Directory.GetFiles(Repository.At("grafana/provisioning"), "*", SearchOption.AllDirectories), Repository.At(Base), Repository.At(Gpu)];
        foreach (string file in files)
            Assert.All(Key().Matches(System.IO.File.ReadAllText(file)), match => Assert.Equal(emulators, match.Groups[1].Value));
        Assert.Contains(".env", Repository.Read(".gitignore").Split('\n'));
    }

    [Fact]
    public void Prometheus_asks_services_that_there_are_where_they_listen()
    {
        var scrapes = Yaml.File("deploy/prometheus/prometheus.yml")["scrape_configs"]!.AsArray();
        var silos = scrapes.Single(scrape => (string?)scrape!["job_name"] == "ganactors")!["dns_sd_configs"]![0]!;
        string[] serving = [.. Services.Where(service => service.Value!["command"]?[0] is JsonValue first && first.ToString() == "serve").Select(service => service.Key)];
        Assert.Equal(serving.Order(), silos["names"]!.AsArray().Select(name => (string)name!).Order());
        Assert.Equal(Server.Clusters.ServeSettings.DefaultHttpPort, (int)silos["port"]!);
        Assert.Contains($"EXPOSE 11111 30000 {Server.Clusters.ServeSettings.DefaultHttpPort}", Repository.Read("deploy/docker/Dockerfile"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Silos_are_started_as_the_command_line_wants_it()
    {
        foreach (var (_, service) in Services.Where(service => service.Value!["build"] is not null))
            await ContainerArguments.AreKnown(service!["command"]!.AsArray().Select(word => (string)word!));
    }

    [GeneratedRegex(@"^(?:\$\{[A-Z_]+:-)?([a-z]+)\}?:")]
    private static partial Regex VolumeName();

    [GeneratedRegex(@"\$\{([A-Z_]+)")]
    private static partial Regex Variable();

    [GeneratedRegex("^#([A-Z_]+)=(.*)$", RegexOptions.Multiline)]
    private static partial Regex Explained();

    [GeneratedRegex("AccountKey=([A-Za-z0-9+/=]{8,})")]
    private static partial Regex Key();
}
