using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Reminders;
using Orleans.Runtime;
using Orleans.Timers;

namespace Orleans.Hosting;

/// <summary>Reminders.</summary>
public static class SiloBuilderReminderExtensions
{
    /// <summary>Ticks the reminders of a table, which something else adds.</summary>
    public static ISiloBuilder AddReminders(this ISiloBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddReminders();
        return builder;
    }

    /// <summary>Ticks the reminders of a table, which something else adds.</summary>
    public static void AddReminders(this IServiceCollection services)
    {
        if (services.Any(service => service.ServiceType == typeof(ReminderService))) return;
        services.AddSingleton<ReminderService>();
        services.AddSingleton<IReminderRegistry>(provider => provider.GetRequiredService<ReminderService>());
        services.AddSingleton<ISiloPart>(provider => provider.GetRequiredService<ReminderService>());
    }

    internal static ISiloBuilder UseReminderTable(this ISiloBuilder builder, Func<IServiceProvider, IReminderTable> create)
    {
        builder.AddReminders();
        builder.Services.Replace(ServiceDescriptor.Singleton(create));
        return builder;
    }
}

/// <summary>Reminders that last as long as the silo.</summary>
public static class SiloBuilderReminderMemoryExtensions
{
    /// <summary>Keeps reminders in memory.</summary>
    public static ISiloBuilder UseInMemoryReminderService(this ISiloBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.UseReminderTable(static _ => new InMemoryReminderTable());
    }
}

/// <summary>Reminders in a file, which Orleans does not have: a composition root of the embedded stack adds them.</summary>
public static class SiloBuilderReminderFileExtensions
{
    /// <summary>Keeps reminders in a JSON file, <c>reminders.json</c> in a directory, so that they survive the process.</summary>
    /// <param name="builder">The silo builder.</param>
    /// <param name="directory">The directory; made when it is not there. One process at a time may use it.</param>
    public static ISiloBuilder UseFileReminderService(this ISiloBuilder builder, string directory)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        return builder.UseReminderTable(_ => new FileReminderTable(Path.Combine(directory, "reminders.json")));
    }
}
