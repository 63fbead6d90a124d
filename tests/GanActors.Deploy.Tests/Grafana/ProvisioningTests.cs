using GanActors.Grafana;

namespace GanActors.Deploy.Tests.Grafana;

public sealed class ProvisioningTests
{
    [Fact]
    public void Generated_files_are_what_the_generator_makes()
    {
        foreach (var (path, text) in GeneratedFiles.Of(Repository.Top))
            Assert.True(Repository.Read(path) == text, $"{path} is not what grafana/generator makes: dotnet run -c Release --project grafana/generator writes it anew");
        Assert.Equal(GeneratedFiles.Dashboards.Select(dashboard => $"grafana/dashboards/{dashboard.File}.json").Order(), Repository.Files("grafana/dashboards", "*.json"));
    }

    [Fact]
    public void Addresses_of_dashboards_never_change() =>
        Assert.Equal(["ganactors-alarms", "ganactors-cluster", "ganactors-duel", "ganactors-population"], Dashboards.Files.Select(file => (string)Dashboards.Read(file)["uid"]!));

    [Fact]
    public void Links_lead_to_dashboards_that_there_are()
    {
        string[] uids = [.. Dashboards.Files.Select(file => (string)Dashboards.Read(file)["uid"]!)];
        foreach (string file in Dashboards.Files)
        {
            foreach (string url in Yaml.Within(Dashboards.Read(file)).Where(node => node is System.Text.Json.Nodes.JsonObject && node["url"] is not null).Select(node => (string)node["url"]!))
                Assert.Contains(url.Split('?')[0]["/d/".Length..], uids);
        }
    }

    [Fact]
    public void Grafana_finds_dashboards_and_data_source_where_compose_puts_them()
    {
        var grafana = Yaml.File("docker-compose.yml")["services"]!["grafana"]!;
        string[] mounts = [.. grafana["volumes"]!.AsArray().Select(mount => (string)mount!)];
        var provider = Assert.Single(Yaml.File("grafana/provisioning/dashboards/ganactors.yaml")["providers"]!.AsArray())!;
        Assert.Contains($"./grafana/dashboards:{provider["options"]!["path"]}:ro", mounts);
        Assert.True((bool)provider["disableDeletion"]! && !(bool)provider["allowUiUpdates"]!);
        Assert.StartsWith($"{provider["options"]!["path"]}/", (string)grafana["environment"]!["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]!, StringComparison.Ordinal);
        var source = Assert.Single(Yaml.File("grafana/provisioning/datasources/prometheus.yaml")["datasources"]!.AsArray())!;
        Assert.Equal(("ganactors-prometheus", "$PROMETHEUS_URL"), ((string?)source["uid"], (string?)source["url"]));
        Assert.Equal("http://prometheus:9090", (string?)grafana["environment"]!["PROMETHEUS_URL"]);
        // $__rate_interval is four times this, and must be no less than four scrapes.
        Assert.Equal((string?)Yaml.File("deploy/prometheus/prometheus.yml")["global"]!["scrape_interval"], (string?)source["jsonData"]!["timeInterval"]);
    }

    [Fact]
    public async Task On_Kubernetes_a_sidecar_finds_every_dashboard()
    {
        var maps = (await Kubernetes.Manifests.Of("cpu")).Where(each => (string?)each["kind"] == "ConfigMap").ToArray();
        Assert.All(maps, map => Assert.Equal("1", (string?)map["metadata"]!["labels"]!["grafana_dashboard"]));
        var data = maps.SelectMany(map => map["data"]!.AsObject()).ToDictionary(file => file.Key, file => (string?)file.Value);
        foreach (string file in Dashboards.Files)
            Assert.Equal(Repository.Read($"grafana/dashboards/{file}.json"), data[$"{file}.json"]);
        // kubectl apply keeps what it applied in an annotation, which may have 256 KiB.
        Assert.All(maps, map => Assert.InRange(map.ToJsonString().Length, 1, 250_000));
    }
}
