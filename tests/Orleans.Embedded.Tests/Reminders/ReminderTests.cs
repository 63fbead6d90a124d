using System.Collections.Concurrent;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests.Reminders;

internal interface IForgetfulGrain : IGrainWithStringKey
{
    Task Remember(string name, TimeSpan dueTime, TimeSpan period);

    Task Forget(string name);

    Task<string[]> Remembered();

    Task End();
}

internal sealed class ForgetfulGrain(Gates gates, ConcurrentQueue<string> book) : Grain, IForgetfulGrain, IRemindable
{
    public Task Remember(string name, TimeSpan dueTime, TimeSpan period) => this.RegisterOrUpdateReminder(name, dueTime, period);

    public async Task Forget(string name) => await this.UnregisterReminder((await this.GetReminder(name))!);

    public async Task<string[]> Remembered() => [.. (await this.GetReminders()).Select(reminder => reminder.ReminderName).Order(StringComparer.Ordinal)];

    public Task End()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task ReceiveReminder(string reminderName, TickStatus status)
    {
        var line = $"{reminderName} of {this.GetPrimaryKeyString()} at {(status.CurrentTickTime - status.FirstTickTime).TotalMinutes}";
        book.Enqueue(line);
        gates.Reach(line);
        if (reminderName == "bad") throw new InvalidOperationException("A reminder failed.");
        return Task.CompletedTask;
    }
}

internal interface IUnremindableGrain : IGrainWithStringKey
{
    Task Remember();
}

internal sealed class UnremindableGrain : Grain, IUnremindableGrain
{
    public Task Remember() => this.RegisterOrUpdateReminder("x", TimeSpan.Zero, TimeSpan.FromHours(1));
}

/// <summary>docs/site/src/content/docs/grains/reminders.md and src/Orleans.Reminders/ReminderService/.</summary>
public sealed class ReminderTests : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private readonly string _directory = Directory.CreateTempSubdirectory("reminders").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public async Task A_reminder_ticks_when_due_and_then_each_period_whether_its_grain_is_active_or_not()
    {
        await using var silo = InMemory();
        var grain = silo.Grains.GetGrain<IForgetfulGrain>("a");
        await grain.Remember("tea", 5 * Minute, 10 * Minute);
        await grain.End();
        silo.Clock.Advance(4 * Minute);
        Assert.Empty(silo.Book);
        await silo.AdvanceToTick(Minute, "tea of a at 0");
        await silo.AdvanceToTick(10 * Minute, "tea of a at 10");
        await silo.AdvanceToTick(10 * Minute, "tea of a at 20");
        Assert.Equal(3, silo.Book.Count);
    }

    [Fact]
    public async Task A_reminder_kept_in_a_file_survives_the_process_and_what_was_missed_is_not_made_up()
    {
        var clock = new FakeClock();
        await using (var silo = InFile(clock))
            await silo.Grains.GetGrain<IForgetfulGrain>("a").Remember("tea", 5 * Minute, 10 * Minute);

        clock.Advance(47 * Minute);
        await using var restarted = InFile(clock);
        clock.Advance(7 * Minute);
        Assert.Empty(restarted.Book);
        await restarted.AdvanceToTick(Minute, "tea of a at 50");
        Assert.Equal(["tea of a at 50"], restarted.Book);
    }

    [Fact]
    public async Task A_reminder_that_was_removed_stays_removed()
    {
        var clock = new FakeClock();
        await using (var silo = InFile(clock))
        {
            var grain = silo.Grains.GetGrain<IForgetfulGrain>("a");
            await grain.Remember("tea", Minute, Minute);
            await grain.Remember("coffee", Minute, Minute);
            await grain.Forget("tea");
            Assert.Equal(["coffee"], await grain.Remembered());
        }

        await using var restarted = InFile(clock);
        Assert.Equal(["coffee"], await restarted.Grains.GetGrain<IForgetfulGrain>("a").Remembered());
        await restarted.AdvanceToTick(Minute, "coffee of a at 0");
        await restarted.AdvanceToTick(Minute, "coffee of a at 1");
        Assert.DoesNotContain(restarted.Book, line => line.StartsWith("tea", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Registering_again_changes_the_reminder()
    {
        await using var silo = InMemory();
        var grain = silo.Grains.GetGrain<IForgetfulGrain>("a");
        await grain.Remember("tea", Minute, Minute);
        await grain.Remember("tea", 30 * Minute, Minute);
        silo.Clock.Advance(29 * Minute);
        Assert.Empty(silo.Book);
        silo.Clock.Advance(Minute);
        await silo.Gates.Reached("tea of a at 0");
    }

    [Fact]
    public async Task A_reminder_that_fails_ticks_on()
    {
        await using var silo = InMemory();
        await silo.Grains.GetGrain<IForgetfulGrain>("a").Remember("bad", TimeSpan.Zero, Minute);
        await silo.AdvanceToTick(TimeSpan.Zero, "bad of a at 0");
        await silo.AdvanceToTick(Minute, "bad of a at 1");
    }

    [Fact]
    public async Task Periods_below_the_minimum_are_refused()
    {
        await using var silo = InMemory();
        var grain = silo.Grains.GetGrain<IForgetfulGrain>("a");
        var error = await Assert.ThrowsAsync<ArgumentException>(() => grain.Remember("tea", Minute, TimeSpan.FromSeconds(59)));
        Assert.Contains("00:01:00", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => grain.Remember("tea", -Minute, Minute));
    }

    [Fact]
    public async Task Only_a_remindable_grain_has_reminders()
    {
        await using var silo = InMemory();
        await Assert.ThrowsAsync<InvalidOperationException>(() => silo.Grains.GetGrain<IUnremindableGrain>("a").Remember());
    }

    [Fact]
    public async Task A_silo_without_reminders_says_how_to_get_them()
    {
        await using var silo = new TestSilo();
        var error = await Assert.ThrowsAsync<OrleansConfigurationException>(() => silo.Grains.GetGrain<IForgetfulGrain>("a").Remember("tea", Minute, Minute));
        Assert.Contains("UseInMemoryReminderService", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_holds_no_reminders_is_named()
    {
        var path = Path.Combine(_directory, "reminders.json");
        File.WriteAllText(path, "{ torn");
        var error = Assert.Throws<InvalidDataException>(() => InFile(new FakeClock()));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    private static TestSilo InMemory() => new(builder => builder.UseInMemoryReminderService());

    private TestSilo InFile(FakeClock clock) => new(builder => builder.UseFileReminderService(_directory), clock);
}
