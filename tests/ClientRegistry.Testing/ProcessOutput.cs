using System.Diagnostics;

namespace ClientRegistry.Testing;

/// <summary>What a process prints, standard output and standard error together, kept and waited for.</summary>
public sealed class ProcessOutput
{
    private readonly Lock _lock = new();
    private readonly List<string> _lines = [];
    private TaskCompletionSource _more = NewSignal();
    private int _openStreams = 2;

    /// <summary>Reads both streams of a process that has been started.</summary>
    /// <param name="process">The process.</param>
    public ProcessOutput(Process process)
    {
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What it printed up to now.</summary>
    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_lock) return [.. _lines];
        }
    }

    /// <summary>The first line that fits, among those that are there or the next to come.</summary>
    /// <param name="fits">Tells it.</param>
    /// <param name="patience">How long to wait.</param>
    /// <exception cref="TimeoutException">It did not come, or the process ended before.</exception>
    public async Task<string> WaitForAsync(Func<string, bool> fits, TimeSpan patience)
    {
        using var timeout = new CancellationTokenSource(patience);
        for (var seen = 0; ;)
        {
            Task more;
            lock (_lock)
            {
                for (; seen < _lines.Count; seen++)
                {
                    if (fits(_lines[seen])) return _lines[seen];
                }

                if (_openStreams == 0) break;
                more = _more.Task;
            }

            await more.WaitAsync(timeout.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (timeout.IsCancellationRequested) break;
        }

        throw new TimeoutException($"The awaited line was not printed, but:\n{string.Join('\n', Lines)}");
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private void Add(string? line)
    {
        lock (_lock)
        {
            if (line is null) _openStreams--;
            else _lines.Add(line);
            _more.SetResult();
            _more = NewSignal();
        }
    }
}
