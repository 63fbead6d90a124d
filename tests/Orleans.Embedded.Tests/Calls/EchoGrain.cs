namespace Orleans.Embedded.Tests.Calls;

internal interface IEchoGrain : IGrainWithStringKey
{
    Task<string> Echo(string text);

    Task<int> Add(int left, int right, CancellationToken token = default);

    ValueTask<int[]> Pass(int[] data);

    ValueTask Nothing();

    Task<string> Nine(int a, int b, int c, int d, int e, int f, int g, string h, double i);

    Task Throw(string message);
}

internal sealed class EchoGrain : Grain, IEchoGrain
{
    public Task<string> Echo(string text) => Task.FromResult($"{this.GetPrimaryKeyString()}:{text}");

    public async Task<int> Add(int left, int right, CancellationToken token)
    {
        await Task.Yield();
        return left + right;
    }

    public ValueTask<int[]> Pass(int[] data) => new(data);

    public ValueTask Nothing() => default;

    public Task<string> Nine(int a, int b, int c, int d, int e, int f, int g, string h, double i) =>
        Task.FromResult(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{a}{b}{c}{d}{e}{f}{g}{h}{i}"));

    public async Task Throw(string message)
    {
        await Task.Yield();
        throw new InvalidDataException(message);
    }
}
