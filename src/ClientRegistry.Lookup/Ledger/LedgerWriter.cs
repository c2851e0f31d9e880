using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ClientRegistry.Lookup.Ledger;

/// <summary>Writes the notes of <see cref="UsageLedger"/> in batches, and now and then throws old refusals away.</summary>
internal sealed partial class LedgerWriter(
    UsageLedger ledger, LedgerBatch batch, TimeProvider clock, ILogger<LedgerWriter> logger) : BackgroundService
{
    private static readonly TimeSpan Gather = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TidyEvery = TimeSpan.FromMinutes(10);

    private long _tidied = Timestamps.Never;

    /// <summary>Writes what is waiting now, and not what comes in the meantime: under a flood that has no end.</summary>
    /// <param name="ct">Stops it.</param>
    public async Task FlushAsync(CancellationToken ct)
    {
        var notes = new List<Note>();
        while (notes.Count < UsageLedger.Capacity && ledger.Reader.TryRead(out var note)) notes.Add(note);
        if (notes.Count > 0) await batch.WriteAsync(notes, ct);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                // Always, so that however much comes, the database is left alone in between.
                await Task.Delay(Gather, clock, stoppingToken);
                await TryAsync(FlushAsync, stoppingToken);
                if (clock.GetElapsedTime(_tidied) < TidyEvery) continue;
                _tidied = clock.GetTimestamp();
                await TryAsync(batch.TidyAsync, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left is written by StopAsync.
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await TryAsync(FlushAsync, cancellationToken);
    }

    private async Task TryAsync(Func<CancellationToken, Task> work, CancellationToken ct)
    {
        try
        {
            await work(ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested)
        {
            // These notes are lost, and nothing else is: they are a courtesy, not the truth.
            LogNotWritten(logger, e);
        }
    }

    [LoggerMessage(EventId = 3010, Level = LogLevel.Warning, Message = "LedgerNotWritten")]
    private static partial void LogNotWritten(ILogger logger, Exception exception);
}
