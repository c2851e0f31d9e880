using System.Collections.Concurrent;

namespace ClientRegistry.Testing.Smtp;

/// <summary>The last lines of all conversations, for reading when a test fails; without credentials and content.</summary>
public sealed class SmtpTranscript
{
    private const int Kept = 2000;
    private const int Shown = 40;

    private readonly ConcurrentQueue<string> _lines = new();

    internal SmtpTranscript() { }

    /// <summary>The lines kept, oldest first: connection, who spoke (C, S or * for an event), what.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>The end of the transcript.</summary>
    public override string ToString() => string.Join('\n', _lines.TakeLast(Shown));

    internal void Client(int connection, string line) => Add($"{connection} C: {line}");

    internal void Server(int connection, string line) => Add($"{connection} S: {line}");

    internal void Event(int connection, string what) => Add($"{connection} *: {what}");

    private void Add(string line)
    {
        _lines.Enqueue(line);
        if (_lines.Count > Kept)
            _lines.TryDequeue(out _);
    }
}
