using System.ComponentModel.DataAnnotations;
using MarginGrains.Grains.Ports;
using MarginGrains.Storage.Databases;
using MarginGrains.Storage.GrainStorage;
using MarginGrains.Storage.Journal;
using MarginGrains.Storage.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Providers;
using Orleans.Runtime.Hosting;
using Orleans.Serialization.Serializers;

namespace MarginGrains.Storage.Hosting;

/// <summary>Registers the SQLite storage.</summary>
public static class SqliteStorageHosting
{
    /// <summary>
    /// Adds the database, the default grain storage and the ports of Grains. A <see cref="StorageJson"/> must be
    /// registered too. The database opens when first asked for, in a silo at its start.
    /// </summary>
    /// <exception cref="ValidationException">An option is out of its range.</exception>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, SqliteStorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);
        Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(provider => SqliteDatabase.Open(options, provider.GetRequiredService<TimeProvider>()));
        return services.AddOverDatabase();
    }

    /// <summary>
    /// The same over a database that is open and stays the caller's to close: several silos of one process share it.
    /// </summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, SqliteDatabase database)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(database);
        services.AddSingleton(database);
        return services.AddOverDatabase();
    }

    /// <inheritdoc cref="AddSqliteStorage(IServiceCollection, SqliteStorageOptions)"/>
    public static ISiloBuilder AddSqliteStorage(this ISiloBuilder builder, SqliteStorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddSqliteStorage(options);
        return builder;
    }

    private static IServiceCollection AddOverDatabase(this IServiceCollection services)
    {
        services.AddSingleton<SqliteSettings>();
        services.AddSingleton<IJournal, SqliteJournal>();
        services.AddSingleton<IAccountRoster, SqliteAccountRoster>();
        services.AddSingleton<IReplyStore, SqliteReplyStore>();
        services.AddSingleton<IReferenceStore, SqliteReferenceStore>();
        services.AddSingleton<ILifecycleParticipant<ISiloLifecycle>, OpenAtStart>();
        return services.AddGrainStorage(
            ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
            (provider, _) => new SqliteGrainStorage(
                provider.GetRequiredService<SqliteDatabase>(),
                provider.GetRequiredService<StorageJson>(),
                provider.GetRequiredService<IActivatorProvider>()));
    }
}
