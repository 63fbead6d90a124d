using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Persistence;

internal sealed class Ledger
{
    public int Total { get; set; }

    public List<string> Lines { get; set; } = [];

    public double Ratio { get; set; }
}

internal interface ILedgerGrain : IGrainWithStringKey
{
    Task Add(string line, int amount);

    Task AddUnwritten(int amount);

    Task<int> Total();

    Task<int> TotalAtActivation();

    Task<string> Record();

    Task Reread();

    Task Clear();

    Task WriteTwiceAtOnce();

    Task<string> Activation();

    Task<bool> TouchFromOutside();

    Task SetRatio(double ratio);

    Task<double> Ratio();
}

internal sealed class LedgerGrain([PersistentState("ledger", "books")] IPersistentState<Ledger> ledger) : Grain, ILedgerGrain
{
    private int _totalAtActivation;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _totalAtActivation = ledger.State.Total;
        return Task.CompletedTask;
    }

    public async Task Add(string line, int amount)
    {
        ledger.State.Total += amount;
        ledger.State.Lines.Add(line);
        await ledger.WriteStateAsync();
    }

    public Task AddUnwritten(int amount)
    {
        ledger.State.Total += amount;
        return Task.CompletedTask;
    }

    public Task<int> Total() => Task.FromResult(ledger.State.Total);

    public Task<int> TotalAtActivation() => Task.FromResult(_totalAtActivation);

    public Task<string> Record() => Task.FromResult($"{ledger.RecordExists} {ledger.Etag is not null}");

    public Task Reread() => ledger.ReadStateAsync();

    public Task Clear() => ledger.ClearStateAsync();

    public Task WriteTwiceAtOnce() => Task.WhenAll(ledger.WriteStateAsync(), ledger.WriteStateAsync());

    public Task<string> Activation() => Task.FromResult(GrainContext.ActivationId.ToString());

    public Task<bool> TouchFromOutside() => Task.Run(() =>
    {
        try
        {
            return ledger.State.Total < 0;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    });

    public async Task SetRatio(double ratio)
    {
        ledger.State.Ratio = ratio;
        await ledger.WriteStateAsync(CancellationToken.None);
    }

    public Task<double> Ratio() => Task.FromResult(ledger.State.Ratio);
}
