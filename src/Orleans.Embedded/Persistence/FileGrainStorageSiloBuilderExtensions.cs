using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Providers;
using Orleans.Storage;

namespace Orleans.Hosting;

/// <summary>Storage in files, which Orleans does not have: a composition root of the embedded stack adds it.</summary>
public static class FileGrainStorageSiloBuilderExtensions
{
    /// <summary>Adds storage in JSON files under a name.</summary>
    /// <param name="builder">The silo builder.</param>
    /// <param name="name">The storage's name.</param>
    /// <param name="directory">The directory; made when it is not there. One process at a time may use it.</param>
    /// <param name="configureOptions">More options.</param>
    public static ISiloBuilder AddFileGrainStorage(this ISiloBuilder builder, string name, string directory, Action<FileGrainStorageOptions>? configureOptions = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(directory);
        builder.Services.Configure<FileGrainStorageOptions>(name, options =>
        {
            options.RootDirectory = directory;
            configureOptions?.Invoke(options);
        });
        return builder.AddGrainStorage(name, static (services, name) => new FileGrainStorage(name, services.GetRequiredService<IOptionsMonitor<FileGrainStorageOptions>>().Get(name)));
    }

    /// <summary>Adds storage in JSON files for states that name none.</summary>
    /// <param name="builder">The silo builder.</param>
    /// <param name="directory">The directory; made when it is not there. One process at a time may use it.</param>
    /// <param name="configureOptions">More options.</param>
    public static ISiloBuilder AddFileGrainStorageAsDefault(this ISiloBuilder builder, string directory, Action<FileGrainStorageOptions>? configureOptions = null) =>
        builder.AddFileGrainStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, directory, configureOptions);
}
