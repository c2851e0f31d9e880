using System.Globalization;
using ClientRegistry.Core;
using ClientRegistry.Core.Clients;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Secrets;
using ClientRegistry.Web.Components.Shared;
using Microsoft.AspNetCore.Components;

namespace ClientRegistry.Web.Components.Clients;

/// <summary>Replaces secrets. A new one is held here, in this circuit alone, until its owner has stored it.</summary>
public sealed partial class SecretList
{
    private IReadOnlyList<RegistryError> _errors = [];
    private List<SecretMark> _live = [], _ended = [];
    private PlainClientSecret? _fresh;
    private Step _step;
    private string? _subject, _said;
    private string _reason = "";
    private bool _busy;

    private enum Step
    {
        None,
        Add,
        Retire,
        Undo,
        Relabel,
    }

    /// <summary>Whose.</summary>
    [Parameter, EditorRequired]
    public ClientDetail Client { get; set; } = default!;

    /// <summary>Called when the client shall be read anew.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    private bool MayChange => (Client.IsOwn || Client.MayManage) && Client.Status != ClientStatus.Revoked;

    private IReadOnlyList<RegistryError> Unplaced => _step switch
    {
        Step.Add => _errors.Besides("Label", "Reason"),
        Step.Retire => _errors.Besides("EndsAt", "EndLast", "Reason"),
        Step.Relabel => _errors.Besides("Label", "Reason"),
        Step.Undo => _errors.Besides("Reason"),
        _ => _errors,
    };

    private string AddTitle => _subject is null ? "Add a secret?" : $"Replace \"{LabelOf(_subject)}\"?";

    private string AddHelp => _subject is null
        ? "The secrets it has work on."
        : "The one it replaces works for 7 more days, and until then that can be undone.";

    private string NewLabel =>
        $"Secret of {Clock.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)}";

    private string WhoMay => Client.AccountManager is { } manager
        ? $"The members of {Client.PartnerName} replace its secrets; in an emergency {manager.Name} ({manager.Email}), its account manager, and administrators."
        : $"The members of {Client.PartnerName} replace its secrets; in an emergency account managers and administrators.";

    /// <inheritdoc/>
    protected override void OnParametersSet()
    {
        var now = Clock.GetUtcNow();
        _live = [.. Client.Secrets.Where(s => s.IsLive(now))];
        _ended = [.. Client.Secrets.Where(s => !s.IsLive(now))];
    }

    private string LabelOf(string secretId) => Client.Secrets.First(s => s.SecretId == secretId).Label;

    private bool IsLast(SecretMark secret) => !_live.Exists(s => s != secret && s.RetiredAt is null);

    private void Open(Step step, string? secretId) =>
        (_step, _subject, _errors, _reason, _said) = (step, secretId, [], "", null);

    private void Close() => Open(Step.None, null);

    private void Forget() => _fresh = null;

    /// <summary>One click for a member; the staff says why first.</summary>
    private Task ReplaceAsync(SecretMark secret)
    {
        Open(Step.Add, secret.SecretId);
        return Client.IsOwn ? AddAsync((NewLabel, "")) : Task.CompletedTask;
    }

    private Task StartUndoAsync(SecretMark secret)
    {
        Open(Step.Undo, secret.SecretId);
        return Client.IsOwn ? UndoAsync(secret) : Task.CompletedTask;
    }

    private Task AddAsync((string Label, string Reason) typed) => DoAsync(async () =>
    {
        var added = await AddClientSecret.RunAsync(
            new(Client.ClientId, typed.Label, typed.Reason, _subject), await Current.GetAsync());
        _fresh = added.Value ?? _fresh;
        return (added.Errors, "The secret is added and works at once. Members and contacts are told, without the secret.");
    });

    private Task RetireAsync(RetireClientSecret.Input input) => DoAsync(async () =>
    {
        var retired = await RetireClientSecret.RunAsync(input, await Current.GetAsync());
        return (
            retired.Errors,
            input.AtOnce ? "The secret has ended. Members and contacts are told."
                : "The secret is retired. It works until its end; until then you can undo that. Members and contacts are told.");
    });

    private Task UndoAsync(SecretMark secret) => DoAsync(async () =>
    {
        var undone = await UndoRetirement.RunAsync(
            new(Client.ClientId, secret.SecretId, _reason), await Current.GetAsync());
        return (undone.Errors, "The retirement is undone: the secret stays. Members and contacts are told.");
    });

    private Task RelabelAsync(SecretMark secret, (string Label, string Reason) typed) => DoAsync(async () =>
    {
        var relabelled = await RelabelClientSecret.RunAsync(
            new(Client.ClientId, secret.SecretId, typed.Label, typed.Reason), await Current.GetAsync());
        return (relabelled.Errors, "The secret has another label.");
    });

    /// <summary>A second click finds the first under way.</summary>
    private async Task DoAsync(Func<Task<(IReadOnlyList<RegistryError> Errors, string Said)>> step)
    {
        if (_busy) return;

        _busy = true;
        try
        {
            var (errors, said) = await step();
            if (errors.Count == 0)
            {
                Close();
                _said = said;
                await OnChanged.InvokeAsync();
                return;
            }

            _errors = errors;
            if (errors[0].Code is not (ErrorCodes.Conflict or ErrorCodes.WrongState) || errors[0].Field is not null) return;

            (_step, _subject) = (Step.None, null);
            await OnChanged.InvokeAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
