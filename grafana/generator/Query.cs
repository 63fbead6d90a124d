namespace GanActors.Grafana;

/// <summary>A question to Prometheus.</summary>
/// <param name="Expression">In PromQL, with Grafana's variables.</param>
/// <param name="Legend">How each answer is called, in Grafana's <c>{{label}}</c>.</param>
internal sealed record Query(string Expression, string Legend);
