using System.Threading.Channels;
using ClientRegistry.Lookup.Telemetry;

namespace ClientRegistry.Lookup.Ledger;

/// <summary>
/// Where answers leave their notes: a bounded channel, read by <see cref="LedgerWriter"/>. Leaving one never waits; when
/// the channel is full the note is dropped and counted.
/// </summary>
internal sealed class UsageLedger
{
    /// <summary>How many notes may wait.</summary>
    public const int Capacity = 4096;

    private readonly Channel<Note> _notes = Channel.CreateBounded<Note>(
        new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

    /// <summary>What is waiting to be written.</summary>
    public ChannelReader<Note> Reader => _notes.Reader;

    /// <summary>Leaves a note.</summary>
    /// <param name="note">What to write down.</param>
    public void Leave(Note note)
    {
        if (!_notes.Writer.TryWrite(note)) LookupMetrics.NotesDropped.Add(1);
    }
}
