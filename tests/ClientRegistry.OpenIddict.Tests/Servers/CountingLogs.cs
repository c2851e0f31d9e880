using Microsoft.Extensions.Logging;

namespace ClientRegistry.OpenIddict.Tests.Servers;

/// <summary>How much was logged.</summary>
internal sealed class CountingLogs : ILoggerProvider, ILogger
{
    private int _lines;
    private int _warnings;

    public int Lines => _lines;

    /// <summary>Those that somebody is to look at.</summary>
    public int Warnings => _warnings;

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter)
    {
        Interlocked.Increment(ref _lines);
        if (logLevel >= LogLevel.Warning) Interlocked.Increment(ref _warnings);
    }

    public void Dispose()
    {
    }
}
