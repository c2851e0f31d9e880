using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace ClientRegistry.Web.Tests.Accounts;

/// <summary>Keeps every log line, whatever its level.</summary>
internal sealed class RecordingLogs : ILoggerProvider, ILogger
{
    private readonly ConcurrentQueue<string> _lines = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull
    {
        _lines.Enqueue($"{state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _lines.Enqueue(formatter(state, exception) + exception);

    public override string ToString() => string.Join('\n', _lines);

    public void Dispose()
    {
    }
}
