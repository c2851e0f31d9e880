using ClientRegistry.Core;
using ClientRegistry.Registration.Requests;
using ClientRegistry.Web.Accounts;

namespace ClientRegistry.Web.Components.Requests;

/// <summary>
/// Keeps a form on the server while it is typed: soon after each change, one save at a time, the first of them begins the
/// request. It never overwrites what another tab or person saved in between.
/// </summary>
public sealed class DraftKeeper : IAsyncDisposable
{
    /// <summary>How long nothing is typed before it is saved.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(700);

    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly StartClientRequest _start;
    private readonly SaveClientRequestDraft _save;
    private readonly CurrentActor _current;
    private readonly Func<Func<Task>, Task> _onPage;
    private readonly ITimer _timer;
    private bool _isDirty;

    /// <summary>Keeps the form of one page.</summary>
    /// <param name="start">Begins the request.</param>
    /// <param name="save">Saves what was begun.</param>
    /// <param name="current">Knows who types.</param>
    /// <param name="clock">Times the pause.</param>
    /// <param name="onPage">Runs something on the page's own thread of control.</param>
    internal DraftKeeper(
        StartClientRequest start,
        SaveClientRequestDraft save,
        CurrentActor current,
        TimeProvider clock,
        Func<Func<Task>, Task> onPage)
    {
        (_start, _save, _current, _onPage) = (start, save, current, onPage);
        _timer = clock.CreateTimer(_ => _ = _onPage(SaveAsync), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>What is kept.</summary>
    public ClientRequestForm Form { get; set; } = new();

    /// <summary>The request; null while nothing was saved.</summary>
    public int? Number { get; private set; }

    /// <summary>The version that this page has.</summary>
    public Guid Version { get; private set; }

    /// <summary>When it was saved last; null while it was not.</summary>
    public DateTimeOffset? SavedAt { get; private set; }

    /// <summary>Whether a save is under way.</summary>
    public bool IsSaving { get; private set; }

    /// <summary>Why the last save was refused; null when it was not. Nothing is lost: it stays on the page.</summary>
    public RegistryError? Refusal { get; private set; }

    /// <summary>Whether somebody else saved in between; then nothing is saved until <see cref="GoOnFrom"/>.</summary>
    public bool IsOvertaken => Refusal?.Code == ErrorCodes.Conflict;

    /// <summary>Called when any of this changed.</summary>
    public Func<Task> Changed { get; set; } = () => Task.CompletedTask;

    /// <summary>Takes up what is on the server. What is on the page is owed again only after <see cref="Touch"/>.</summary>
    /// <param name="request">The request as it was read.</param>
    public void GoOnFrom(ClientRequestDetail request)
    {
        _isDirty = false;
        (Number, Version, SavedAt, Refusal) = (request.Number, request.Version, request.EditedAt, null);
    }

    /// <summary>Something was typed.</summary>
    public void Touch()
    {
        _isDirty = true;
        _timer.Change(Pause, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Saves at once what is not saved yet.</summary>
    public async Task SaveAsync()
    {
        await _oneAtATime.WaitAsync();
        try
        {
            if (!_isDirty || IsOvertaken) return;
            _isDirty = false;
            IsSaving = true;
            await Changed();
            Take(await SendAsync());
        }
        finally
        {
            IsSaving = false;
            _oneAtATime.Release();
        }

        await Changed();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync();
        Changed = () => Task.CompletedTask;
        await SaveAsync();
        _oneAtATime.Dispose();
    }

    private async Task<Outcome<DraftSaved>> SendAsync()
    {
        var actor = await _current.GetAsync();
        return Number is { } number
            ? await _save.RunAsync(new(number, Version, Form), actor)
            : await _start.RunAsync(Form, actor);
    }

    private void Take(Outcome<DraftSaved> outcome)
    {
        Refusal = outcome.Error;
        if (!outcome.Succeeded)
        {
            // It is still owed: the next change, or the answer to the conflict, tries again.
            _isDirty = true;
            return;
        }

        (Number, Version, SavedAt) = (outcome.Value.Number, outcome.Value.Version, outcome.Value.At);
    }
}
