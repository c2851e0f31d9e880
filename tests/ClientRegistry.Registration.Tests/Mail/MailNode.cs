using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using ClientRegistry.Core.Data;
using ClientRegistry.Registration.Mail;
using ClientRegistry.Registration.Mail.Keys;
using ClientRegistry.Registration.Mail.Sending;
using ClientRegistry.Testing;
using ClientRegistry.Testing.Mail;
using ClientRegistry.Testing.Smtp;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ClientRegistry.Registration.Tests.Mail;

/// <summary>One process that sends mail, put together as the host does it, against the test's mail server.</summary>
internal sealed class MailNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly CollectingLogs _logs = new();

    public MailNode(
        World world,
        SmtpTestServer server,
        TimeProvider? clock = null,
        MailSecrets? secrets = null,
        Action<MailOptions>? configure = null)
    {
        var services = new ServiceCollection();
        services.AddRegistration();
        services.AddMetrics();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(_logs));
        services.AddSingleton<IDbContextFactory<RegistryDbContext>>(world.Database);
        services.AddSingleton(world.Database.Commits);
        services.AddSingleton(clock ?? world.Clock);
        services.AddSingleton<IDataProtectionProvider>(new EphemeralDataProtectionProvider());
        services.AddSingleton(secrets ?? world.MailSecrets);
        services.AddSingleton(Options.Create(world.Portal));
        services.AddSingleton(new Random(4));
        services.AddSingleton(new ServerTrust([SmtpTestCertificates.Authority]));
        services.AddSingleton(PortalMail.Html);
        services.Configure<MailOptions>(mail =>
        {
            mail.From = "registry@registry.example";
            mail.Smtp.Host = SmtpTestServer.Host;
            mail.Smtp.Port = server.Port;
            mail.Smtp.UserName = server.Options.Credentials?.UserName;
            mail.Smtp.Password = server.Options.Credentials?.Password;
            configure?.Invoke(mail);
        });
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = false });
    }

    public TransportGate Gate => _services.GetRequiredService<TransportGate>();

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public IHostedService Worker => _services.GetServices<IHostedService>().OfType<MailWorker>().Single();

    public KeyCustody Custody => _services.GetRequiredService<KeyCustody>();

    public IHostedService KeyWatch => _services.GetServices<IHostedService>().OfType<KeyWatch>().Single();

    public IReadOnlyCollection<string> Logs => _logs.Lines;

    /// <summary>Tries the server at once, as an administrator says so.</summary>
    public void TryNow()
    {
        Gate.TryNow();
        _services.GetRequiredService<MailBell>().Ring();
    }

    /// <summary>Sends what is due now.</summary>
    public Task DrainAsync() =>
        _services.GetRequiredService<MailDispatcher>().DrainAsync(CancellationToken.None, CancellationToken.None);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class CollectingLogs : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public bool IsEnabled(LogLevel logLevel) => true;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue($"{logLevel} {formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
