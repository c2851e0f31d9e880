using ClientRegistry.Core;
using ClientRegistry.Registration.Clients;
using ClientRegistry.Registration.Secrets.Delivery;
using Microsoft.AspNetCore.Components;

namespace ClientRegistry.Web.Components.Clients;

/// <summary>Sends a link to a secret anew, or takes it back.</summary>
public sealed partial class PendingClaim
{
    private ClaimStanding? _standing;
    private IReadOnlyList<RegistryError> _errors = [];
    private Guid _recipient;
    private string? _said;
    private bool _busy;

    /// <summary>Whose secret.</summary>
    [Parameter, EditorRequired]
    public ClientDetail Client { get; set; } = default!;

    /// <summary>Whether the client has a secret that works.</summary>
    [Parameter]
    public bool HasLiveSecret { get; set; }

    /// <summary>Called when the client shall be read anew.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>A member whose client has a secret adds the next one on the page; the staff should not see secrets, and
    /// sends a link.</summary>
    private bool MaySend =>
        _standing is { Recipients.Count: > 0 } && (Client.MayManage || !HasLiveSecret || _standing.Claim is { IsOpen: true });

    private string WayOut => (_standing!.Claim, Client.IsOwn) switch
    {
        ({ IsOpen: true }, _) => "The mail is lost? A new link makes the one before it stop working.",
        (_, true) when !HasLiveSecret =>
            "Every token request of it is refused. Have a link to a secret sent to you, or add a secret: it is shown to you here.",
        _ => $"A member of {Client.PartnerName} can be sent a link to a new secret, which is shown to them alone.",
    };

    /// <inheritdoc/>
    protected override Task OnParametersSetAsync() => LoadAsync();

    private async Task LoadAsync()
    {
        _standing = (await ShowClaim.RunAsync(Client.ClientId, await Current.GetAsync())).Value;
        if (_standing is not { Recipients: { Count: > 0 } recipients } || recipients.Any(p => p.Id == _recipient)) return;

        var last = _standing.Claim?.Person.Id;
        _recipient = recipients.Any(p => p.Id == last) ? last!.Value : recipients[0].Id;
    }

    private Task SendAsync() => DoAsync(async () =>
    {
        var sent = await SendClaimLink.RunAsync(new(Client.ClientId, _recipient), await Current.GetAsync());
        return (sent.Errors, $"The link goes to {sent.Value} by mail. A link that was sent before it no longer works.");
    });

    private Task CancelAsync() => DoAsync(async () =>
    {
        var cancelled = await CancelClaim.RunAsync(Client.ClientId, await Current.GetAsync());
        return (cancelled.Errors, "The link no longer works. Whoever had it is told.");
    });

    /// <summary>A second click finds the first under way.</summary>
    private async Task DoAsync(Func<Task<(IReadOnlyList<RegistryError> Errors, string Said)>> step)
    {
        if (_busy) return;

        _busy = true;
        try
        {
            var (errors, said) = await step();
            (_errors, _said) = (errors, errors.Count == 0 ? said : null);
            await OnChanged.InvokeAsync();
        }
        finally
        {
            _busy = false;
        }
    }
}
