using Microsoft.Extensions.Logging;

namespace ClientRegistry.OpenIddict.Tests.Servers;

/// <summary>How much was logged.</summary>
internal sealed class CountingLogs : ILoggerProvider, ILogger
{
    private int _lines;
    private int _warnings;
    private int _errors;

    /// <summary>Those that are written unless they are filtered out.</summary>
    public int Lines => _lines;

    /// <summary>Those that somebody is to look at.</summary>
    public int Warnings => _warnings;

    /// <summary>Those that somebody has to do something about.</summary>
    public int Errors => _errors;

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
        if (logLevel >= LogLevel.Information) Interlocked.Increment(ref _lines);
        if (logLevel == LogLevel.Warning) Interlocked.Increment(ref _warnings);
        if (logLevel >= LogLevel.Error) Interlocked.Increment(ref _errors);
    }

    public void Dispose()
    {
    }
}
