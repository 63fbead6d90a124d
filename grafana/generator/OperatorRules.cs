using System.Text;

namespace GanActors.Grafana;

/// <summary>The files of rules as one object of the Prometheus operator.</summary>
internal static class OperatorRules
{
    public const string Path = "deploy/k8s/monitoring/rules.yaml";

    private const string Groups = "groups:";

    /// <summary>The object, with the groups of every file of rules in the order of their names.</summary>
    /// <exception cref="InvalidDataException">A file does not begin, after comments, with its groups.</exception>
    public static string Read(string top)
    {
        var text = new StringBuilder("""
            # Made by grafana/generator from deploy/prometheus/rules: change those.
            apiVersion: monitoring.coreos.com/v1
            kind: PrometheusRule
            metadata:
              name: ganactors
            spec:
              groups:

            """);
        foreach (string file in Directory.GetFiles(System.IO.Path.Combine(top, "deploy/prometheus/rules"), "*.yml").Order(StringComparer.Ordinal))
        {
            var lines = File.ReadLines(file).SkipWhile(line => line.StartsWith('#')).ToArray();
            if (lines is not [Groups, ..])
                throw new InvalidDataException($"{file}: begins with '{lines.FirstOrDefault()}', not with '{Groups}'");
            foreach (string line in lines[1..])
                text.Append(line.Length > 0 ? "  " : "").Append(line).Append('\n');
        }

        return text.ToString();
    }
}
