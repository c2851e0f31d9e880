using ClientRegistry.Core;
using ClientRegistry.Web.Hosting;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Web.Commands;

/// <summary>Runs one command on the configured registry. Its standard output belongs to the command alone.</summary>
internal static class CommandHost
{
    /// <summary>Checks the configuration, readies the schema as a start would, and runs.</summary>
    /// <param name="work">The command; returns the exit code.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The exit code.</returns>
    public static Task<int> RunAsync(Func<IServiceProvider, CancellationToken, Task<int>> work, CancellationToken ct) =>
        RunUnpreparedAsync(
            async (services, token) =>
            {
                await services.GetRequiredService<Schema>().ReadyAsync(token);
                return await work(services, token);
            },
            ct);

    /// <summary>Checks the configuration and runs, whatever the schema is.</summary>
    /// <param name="work">The command; returns the exit code.</param>
    /// <param name="ct">Stops it.</param>
    /// <returns>The exit code.</returns>
    public static async Task<int> RunUnpreparedAsync(
        Func<IServiceProvider, CancellationToken, Task<int>> work, CancellationToken ct)
    {
        var builder = RegistryHost.CreateBuilder([]);
        builder.Logging.ClearProviders()
            .AddConsole(o => o.LogToStandardErrorThreshold = LogLevel.Trace)
            .AddFilter<ConsoleLoggerProvider>(null, LogLevel.Error)
            .AddFilter<ConsoleLoggerProvider>("Microsoft.EntityFrameworkCore", LogLevel.Critical);
        builder.AddRegistry();
        await using var app = builder.Build();
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        await using var scope = app.Services.CreateAsyncScope();
        return await work(scope.ServiceProvider, ct);
    }

    /// <summary>The exit code of a use case; what it refused goes to standard error.</summary>
    /// <typeparam name="T">What success yields.</typeparam>
    /// <param name="outcome">What came of it.</param>
    /// <param name="print">Prints a success.</param>
    /// <returns>The exit code.</returns>
    public static int Finish<T>(Outcome<T> outcome, Action<T> print)
    {
        if (!outcome.Succeeded) return CommandLine.Complain(CommandLine.Refused, outcome.Errors.Select(e => e.Message));

        print(outcome.Value);
        return CommandLine.Done;
    }
}
